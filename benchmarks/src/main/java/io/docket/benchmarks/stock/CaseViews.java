package io.docket.benchmarks.stock;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface CaseViews extends JpaRepository<CaseView, String> {

    Page<CaseView> findByCustomerId(String customerId, Pageable page);

    Page<CaseView> findByImportance(String importance, Pageable page);
}
