package io.scaledapp.operator.app;

import io.scaledapp.operator.app.history.RevisionRecord;

/** A revision that is kept, and whether it is the one that serves. */
public record ListedRevision(RevisionRecord revision, boolean serving) {}
