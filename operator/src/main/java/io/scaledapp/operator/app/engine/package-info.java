/** Who runs the apps: one loop that observes, decides, plans and acts. */
@NullMarked
package io.scaledapp.operator.app.engine;

import org.jspecify.annotations.NullMarked;
