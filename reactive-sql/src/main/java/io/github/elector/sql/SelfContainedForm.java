// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message that holds everything, for a pooler that gives each transaction another server: what the session would have
 * been told, the statement, and its parameters as literals.
 *
 * <p>PostgreSQL runs the statements of one simple query as one transaction, which is over with the message, whatever
 * happens to us or to the pooler; and what is SET LOCAL ends with it, so that the next user of that server finds it as it
 * was. Limits that are set hold for the statements behind them (checked on 15.18 and 18.4).
 */
final class SelfContainedForm implements StatementForm {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private final String settings;

    SelfContainedForm(StatementLimits limits) {
        // Not READ WRITE: a server that takes no writes must say so. It comes first, as nothing may have been read
        // before.
        settings = String.format(Locale.ROOT, """
                SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
                SET LOCAL lock_timeout = %d;
                SET LOCAL statement_timeout = %d;
                SET LOCAL synchronous_commit = on;
                """, limits.lockMillis(), limits.statementMillis());
    }

    @Override
    public Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple parameters) {
        return on.query(message(statement, parameters)).execute().map(SelfContainedForm::last);
    }

    /** All that is sent. */
    String message(String statement, Tuple parameters) {
        return settings + filled(statement, parameters);
    }

    @Override
    public boolean keepsSession() {
        return false;
    }

    private static String filled(String statement, Tuple parameters) {
        return PARAMETER
                .matcher(statement)
                .replaceAll(place -> Matcher.quoteReplacement(
                        PostgresLiteral.of(parameters.getValue(Integer.parseInt(place.group(1)) - 1))));
    }

    private static RowSet<Row> last(RowSet<Row> first) {
        RowSet<Row> answer = first;
        for (RowSet<Row> next = answer.next(); next != null; next = answer.next()) {
            answer = next;
        }
        return answer;
    }
}
