/** What a ScaledApp means once every default is filled in. */
@NullMarked
package io.scaledapp.operator.app.model;

import org.jspecify.annotations.NullMarked;
