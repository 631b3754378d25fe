@NullMarked
package io.scaledapp.operator.manifest;

import org.jspecify.annotations.NullMarked;
