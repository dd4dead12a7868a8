package io.docket.cases.command.reference;

import io.docket.platform.settings.ReferenceFile;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The names of the bank's customers, from a file that an operator supplies; checked at start-up. */
@Component
@EnableConfigurationProperties(CaseProperties.class)
public final class BankCustomers {

    private final Map<String, Entry> customers;

    /** @throws io.docket.platform.settings.InvalidSettingException naming the file and what is wrong with it */
    BankCustomers(CaseProperties properties) {
        customers = new ReferenceFile(properties.customers()).entries(new TypeReference<>() {}, Entry::number);
    }

    /** The name of a customer; a case may be about somebody whom the file does not have. */
    public Optional<String> nameOf(String number) {
        return Optional.ofNullable(customers.get(number)).map(Entry::name);
    }

    private record Entry(String number, String name) {}
}
