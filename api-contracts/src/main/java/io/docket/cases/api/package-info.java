/**
 * The published language of the Case API: complaints, service requests and callback requests of a bank's customers, and
 * what happens to them (Case API).
 */
@NullMarked
package io.docket.cases.api;

import org.jspecify.annotations.NullMarked;
