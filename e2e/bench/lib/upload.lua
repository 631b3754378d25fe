-- Sends a body of 1 MiB with each request.
wrk.method = "POST"
wrk.body = string.rep("0123456789abcdef", 65536)
dofile((debug.getinfo(1, "S").source:sub(2):gsub("[^/]*$", "")) .. "wrk.lua")
