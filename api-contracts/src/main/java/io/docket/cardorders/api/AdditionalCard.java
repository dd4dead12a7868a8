package io.docket.cardorders.api;

/**
 * The card that an issuance asks for.
 *
 * @param authorizedCustomerNumber who is to have it
 * @param authorizedCustomerName that customer's name
 * @param ownerCustomerNumber whose arrangement it is
 * @param ownerCustomerName that customer's name
 * @param arrangementNumber the arrangement
 * @param productCode the arrangement's product
 */
public record AdditionalCard(
        String authorizedCustomerNumber,
        String authorizedCustomerName,
        String ownerCustomerNumber,
        String ownerCustomerName,
        ArrangementNumber arrangementNumber,
        String productCode) {}
