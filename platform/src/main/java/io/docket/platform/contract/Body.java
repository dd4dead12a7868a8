package io.docket.platform.contract;

import com.networknt.schema.Schema;

/** The JSON body of a request. */
record Body(boolean required, Schema schema) {}
