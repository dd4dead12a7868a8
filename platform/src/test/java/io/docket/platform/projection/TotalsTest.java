package io.docket.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.concurrent.atomic.AtomicLong;
import org.jooq.CloseableDSLContext;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TotalsTest {

    private static final Field<Integer> NUMBER = field(name("number"), Integer.class);
    private static final Condition ALL = DSL.noCondition();
    private static final int MORE_THAN_MANY = (int) Totals.MANY + 1;

    private final AtomicLong time = new AtomicLong();
    private CloseableDSLContext sql;
    private Totals totals;

    @BeforeEach
    void create() {
        sql = DSL.using("jdbc:h2:mem:;DATABASE_TO_LOWER=TRUE");
        sql.execute(
                "create table item as select number from system_range(1, " + MORE_THAN_MANY + ") as numbers (number)");
        totals = new Totals(sql, table(name("item")), time::get);
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void ofManyIsRememberedForAWhile() {
        assertThat(totals.about(ALL)).isEqualTo(MORE_THAN_MANY);
        sql.execute("delete from item where number = 1");

        assertThat(totals.about(ALL)).isEqualTo(MORE_THAN_MANY);
        assertThat(totals.exactly(ALL)).isEqualTo(MORE_THAN_MANY - 1);

        time.addAndGet(Totals.FOR.toNanos());
        assertThat(totals.about(ALL)).isEqualTo(MORE_THAN_MANY - 1);
    }

    @Test
    void isRememberedOfEachConditionByItself() {
        assertThat(totals.about(ALL)).isEqualTo(MORE_THAN_MANY);
        assertThat(totals.about(NUMBER.gt(7))).isEqualTo(MORE_THAN_MANY - 7);
        assertThat(totals.about(NUMBER.gt(8))).isEqualTo(MORE_THAN_MANY - 8);
    }

    @Test
    void ofFewIsCountedEachTime() {
        Condition few = NUMBER.gt(MORE_THAN_MANY - 10);
        assertThat(totals.about(few)).isEqualTo(10);
        sql.execute("delete from item where number = " + MORE_THAN_MANY);

        assertThat(totals.about(few)).isEqualTo(9);
    }
}
