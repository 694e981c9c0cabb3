package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An H2 database in a file of this machine, for one process at a time.
 *
 * <p>{@code async:} because other files close when a thread that uses them is interrupted. No trace file, which would
 * hold values. No {@code WRITE_DELAY=0}: it makes H2 write at once, but neither reach the disk nor tidy up its file;
 * {@link #harden} does the one, and leaves the other to H2's own thread.
 */
final class H2 implements Dialect {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    /** @param path without the ending */
    H2(Path path) {
        this.file = path.toAbsolutePath().normalize();
    }

    @Override
    public String kind() {
        return "h2";
    }

    @Override
    public boolean isOpenedAtOnce() {
        return true;
    }

    @Override
    public DataSource dataSource() {
        createForOwnerOnly();
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:async:" + file + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0"
                + ";LOCK_TIMEOUT=3000;MAX_COMPACT_TIME=200;MAX_LENGTH_INPLACE_LOB=65536");
        source.setUser("turnpike");
        source.setPassword("");
        return source;
    }

    @Override
    public void harden(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    public String upsert(Table table, String guard) {
        List<Column> columns =
                Stream.concat(table.key().stream(), table.others().stream()).toList();
        return "MERGE INTO " + table.name() + " AS old USING (VALUES ("
                + joined(columns, column -> "CAST(? AS " + column.type() + ")") + ")) AS new ("
                + joined(columns, Column::name) + ") ON "
                + table.key().stream()
                        .map(column -> "old." + column.name() + " = new." + column.name())
                        .collect(Collectors.joining(" AND "))
                + " WHEN MATCHED AND " + guard + " THEN UPDATE SET "
                + joined(table.others(), column -> column.name() + " = new." + column.name())
                + " WHEN NOT MATCHED THEN INSERT (" + joined(columns, Column::name) + ") VALUES ("
                + joined(columns, column -> "new." + column.name()) + ")";
    }

    private static String joined(List<Column> columns, java.util.function.Function<Column, String> as) {
        return columns.stream().map(as).collect(Collectors.joining(", "));
    }

    private void createForOwnerOnly() {
        try {
            Path whole = Path.of(file + ".mv.db");
            Path directory = whole.getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
            }
            if (!Files.exists(whole)) {
                Files.createFile(whole, OWNER_ONLY);
            }
        } catch (IOException failure) {
            throw new StateUnavailableException("store: `" + file + ".mv.db` cannot be created", failure);
        }
    }
}
