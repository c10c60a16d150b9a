// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Ties a term to the context of each verticle that was deployed for it. */
public final class CurrentTerm {
    private static final String KEY = "io.github.elector.term";

    private CurrentTerm() {}

    /** The term of the current context. */
    public static Optional<Term> find() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.<Term>get(KEY));
    }

    static void bind(Context context, Term term) {
        context.put(KEY, term);
    }
}
