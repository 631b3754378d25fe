package io.scaledapp.crds.v1alpha1;

/** What replicas may speak. */
public enum Protocol {
  HTTP1,
  HTTP2,
  TCP
}
