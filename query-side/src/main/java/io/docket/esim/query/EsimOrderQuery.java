package io.docket.esim.query;

/** What can be asked about eSIM orders. */
sealed interface EsimOrderQuery permits FindEsimOrder, FindEsimOrderHistory {}
