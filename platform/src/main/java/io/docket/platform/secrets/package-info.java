/** What others have entrusted to us, and nobody is to read who has the database alone. */
@NullMarked
package io.docket.platform.secrets;

import org.jspecify.annotations.NullMarked;
