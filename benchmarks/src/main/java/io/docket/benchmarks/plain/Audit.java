package io.docket.benchmarks.plain;

import org.springframework.data.jpa.repository.JpaRepository;

interface Audit extends JpaRepository<AuditRow, Long> {}
