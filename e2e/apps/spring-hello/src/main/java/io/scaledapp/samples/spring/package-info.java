/** A small web app that shows what reached it. */
@NullMarked
package io.scaledapp.samples.spring;

import org.jspecify.annotations.NullMarked;
