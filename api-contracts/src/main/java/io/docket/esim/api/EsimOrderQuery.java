package io.docket.esim.api;

/** What can be asked about eSIM orders. */
public sealed interface EsimOrderQuery permits FindEsimOrder, FindEsimOrderHistory {}
