package io.scaledapp.operator.manifest;

import io.scaledapp.crds.v1alpha1.ScaledApp;

/** A ScaledApp and the document that it was read from, so that later problems know their line. */
public final class SourcedApp {

  private final ScaledApp app;
  private final Document document;

  SourcedApp(ScaledApp app, Document document) {
    this.app = app;
    this.document = document;
  }

  public ScaledApp app() {
    return app;
  }

  /** The file as it was named to the reader. */
  public String file() {
    return document.file();
  }

  Document document() {
    return document;
  }

  String name() {
    return app.getMetadata().getName();
  }
}
