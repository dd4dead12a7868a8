package io.docket.benchmarks.plain;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface Cases extends JpaRepository<CaseRow, String> {

    Page<CaseRow> findByCustomerId(String customerId, Pageable page);

    Page<CaseRow> findByImportance(String importance, Pageable page);
}
