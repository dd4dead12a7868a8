/**
 * The Merkle tree of a transparency log, hashed as in RFC 6962 and kept in the tiles of C2SP {@code tlog-tiles}. It knows the
 * canonical line of an event, and nothing else of Docket.
 */
@NullMarked
package io.docket.tlog;

import org.jspecify.annotations.NullMarked;
