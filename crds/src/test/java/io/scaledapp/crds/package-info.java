/** Makes what is derived from the API's types: the CRD, and the table of fields in the README. */
@NullMarked
package io.scaledapp.crds;

import org.jspecify.annotations.NullMarked;
