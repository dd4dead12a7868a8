/**
 * The published language of the Customer Order API: orders for a bank's cards, as work items that go to the card
 * management system and back (Customer Order API), and the cards that they change.
 */
@NullMarked
package io.docket.cardorders.api;

import org.jspecify.annotations.NullMarked;
