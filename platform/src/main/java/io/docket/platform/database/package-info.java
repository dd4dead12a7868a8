/**
 * How the database is connected to: the time limits of connections, requests and claims, the time that processes share,
 * whether the database answers, and as whom this process claims work.
 */
@NullMarked
package io.docket.platform.database;

import org.jspecify.annotations.NullMarked;
