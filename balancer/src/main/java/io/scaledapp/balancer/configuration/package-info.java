/** The balancer's configuration file: its fields, and how it is read and checked. */
@NullMarked
package io.scaledapp.balancer.configuration;

import org.jspecify.annotations.NullMarked;
