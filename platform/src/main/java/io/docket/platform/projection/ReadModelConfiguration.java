package io.docket.platform.projection;

import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.JDBCUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** SQL for the read models, in the dialect of the database. */
@Configuration(proxyBeanMethods = false)
class ReadModelConfiguration {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    @Bean
    DSLContext sql(DataSource dataSource) throws MetaDataAccessException {
        String url = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getURL());
        SQLDialect dialect = JDBCUtils.dialect(url);
        var settings =
                new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER).withInListPadding(true);
        DSLContext sql = DSL.using(new TransactionAwareDataSourceProxy(dataSource), dialect, settings);
        sql.configuration()
                .data(PageMemory.class, new PageMemory(Runtime.getRuntime().maxMemory()));
        return sql;
    }
}
