package io.scaledapp.samples.spring;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * Echoes every message. A send waits until it is written, so a client that does not read is not
 * read from either.
 */
@Component
class EchoSocket extends AbstractWebSocketHandler {

  private static final int MAX_MESSAGE_BYTES = 1024 * 1024;

  private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    session.setTextMessageSizeLimit(MAX_MESSAGE_BYTES);
    session.setBinaryMessageSizeLimit(MAX_MESSAGE_BYTES);
    open.add(session);
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    open.remove(session);
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message)
      throws IOException {
    session.sendMessage(message);
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
      throws IOException {
    session.sendMessage(message);
  }

  /** Says goodbye with a close frame, 1001, before the server stops. */
  @EventListener(ContextClosedEvent.class)
  void stop() throws IOException {
    for (var session : open) {
      session.close(CloseStatus.GOING_AWAY.withReason("stopping"));
    }
  }
}
