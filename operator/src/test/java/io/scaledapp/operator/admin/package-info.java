@NullMarked
package io.scaledapp.operator.admin;

import org.jspecify.annotations.NullMarked;
