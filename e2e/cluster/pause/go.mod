module io.scaledapp/pause

go 1.24.0
