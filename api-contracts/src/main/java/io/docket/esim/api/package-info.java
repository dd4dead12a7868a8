/**
 * The published language of the eSIM Order API: orders of resellers for new eSIMs, top-ups and bulk activations, the
 * profiles that an SM-DP+ makes ready for them, and the customers whom they are for (eSIM Order API).
 */
@NullMarked
package io.docket.esim.api;

import org.jspecify.annotations.NullMarked;
