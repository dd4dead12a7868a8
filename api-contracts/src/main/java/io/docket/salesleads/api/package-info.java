/**
 * The published language of the sales-lead API: orders that an end customer places with a communication operator (CO) for
 * a broadband service of ours, which the operator passes on to us (ON-API, service-provider order).
 */
@NullMarked
package io.docket.salesleads.api;

import org.jspecify.annotations.NullMarked;
