package io.scaledapp.crds.v1alpha1;

/** Versions of the PROXY protocol that replicas may be told their client in. */
public enum ProxyProtocol {
  V2
}
