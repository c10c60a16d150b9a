// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.sql.RawClient;
import io.vertx.core.Vertx;

/** A database with tables of this run, the store on them, and the raw client on the same event loop beside it. */
final class SqlBed implements AutoCloseable {
    private final BenchmarkDatabase database;
    private final Vertx vertx = BenchmarkVertx.daemon();
    private final StoreBed store;
    private final RawClient raw;

    private SqlBed(BenchmarkDatabase database, int sessions, int components) {
        this.database = database;
        this.store = StoreBed.on(vertx, made -> RawClient.store(made, database.config()), sessions, components);
        this.raw = BenchmarkVertx.await(store.context(), () -> RawClient.connect(vertx, database.config()));
    }

    /** So many sessions that hold so many leases each. */
    static SqlBed on(String db, int sessions, int components) {
        BenchmarkDatabase database = BenchmarkDatabase.of(db);
        try {
            return new SqlBed(database, sessions, components);
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    BenchmarkDatabase database() {
        return database;
    }

    StoreBed store() {
        return store;
    }

    RawClient raw() {
        return raw;
    }

    Window window(int width) {
        return new Window(store.context(), width);
    }

    @Override
    public void close() {
        store.close();
        BenchmarkVertx.await(store.context(), () -> raw.dropTables().eventually(raw::close));
        BenchmarkVertx.await(vertx.close());
        database.close();
    }
}
