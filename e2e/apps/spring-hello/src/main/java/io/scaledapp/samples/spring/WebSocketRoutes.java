package io.scaledapp.samples.spring;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Where the WebSocket answers. Browsers reach it from the app's own origin only. */
@Configuration
@EnableWebSocket
class WebSocketRoutes implements WebSocketConfigurer {

  private final EchoSocket echo;

  WebSocketRoutes(EchoSocket echo) {
    this.echo = echo;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(echo, "/ws");
  }
}
