package dev.turnpike.clusterstate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final String SECRET = "geheim-4711";

    @ParameterizedTest
    @ValueSource(strings = {"file:data/turnpike", "file:/var/lib/turnpike/store", "file:a b", "file:~/store"})
    void aPathMeansH2(String address) {
        assertThat(Addresses.dialect(StoreSettings.of(address, "", "")).kind()).isEqualTo("h2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/turnpike",
                "jdbc:postgresql://db:5432/turnpike",
                "jdbc:postgresql://db1:5432,db2:5433/turnpike?targetServerType=primary",
                "jdbc:postgresql://[::1]:5432/turnpike?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem",
                "jdbc:postgresql://db/turnpike?currentSchema=turnpike&ApplicationName=n1&connectTimeout=1"
            })
    void postgresUrlsMeanPostgres(String address) {
        Dialect dialect = Addresses.dialect(StoreSettings.of(address, "alice", SECRET));

        assertThat(dialect.kind()).isEqualTo("postgresql");
        assertThat(dialect.dataSource()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "turnpike",
                "file:",
                "file:data/",
                "file:data;INIT=RUNSCRIPT FROM 'geheim-4711'",
                "file:a\nb",
                "FILE:data",
                "jdbc:h2:mem:x;INIT=geheim-4711",
                "jdbc:h2:file:./x",
                "jdbc:mysql://db/turnpike?geheim-4711",
                "jdbc:postgresql:turnpike",
                "jdbc:postgresql://db",
                "jdbc:postgresql://alice:geheim-4711@db/turnpike",
                "jdbc:postgresql://db/turnpike?password=geheim-4711",
                "jdbc:postgresql://db/turnpike?user=alice",
                "jdbc:postgresql://db/turnpike?sslmode=require&socketFactory=geheim-4711",
                "jdbc:postgresql://db/turnpike?socketFactoryArg=geheim-4711",
                "jdbc:postgresql://db/turnpike?sslfactory=org.example.Factory",
                "jdbc:postgresql://db/turnpike?sslhostnameverifier=org.example.Verifier",
                "jdbc:postgresql://db/turnpike?sslpasswordcallback=org.example.Callback",
                "jdbc:postgresql://db/turnpike?authenticationPluginClassName=org.example.Plugin",
                "jdbc:postgresql://db/turnpike?xmlFactoryFactory=org.example.Factory",
                "jdbc:postgresql://db/turnpike?loggerFile=/etc/passwd&loggerLevel=TRACE",
                "jdbc:postgresql://db/turnpike?logServerErrorDetail=true",
                "jdbc:postgresql://db/turnpike?service=geheim-4711",
                "jdbc:postgresql://db/turnpike?options=-c%20x",
                "jdbc:postgresql://db/turnpike?%73ocketFactory=x",
                "jdbc:postgresql://db/turnpike?sslmode",
                "jdbc:postgresql://db/turnpike?sslmode=require&",
                "jdbc:postgresql://db/a/b?sslmode=require",
                "jdbc:postgresql://db/turnpike#geheim-4711"
            })
    void allElseIsRefusedAndNotRepeated(String address) {
        StoreSettings settings = StoreSettings.of(address, "", "");

        assertThatThrownBy(() -> JdbcStore.open(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("store: ")
                .hasMessageContaining("(expected: ")
                .hasMessageNotContaining(SECRET);
        assertThat(settings.toString()).isEqualTo("store settings");
    }

    @Test
    void aFileHasNoUser() {
        assertThatThrownBy(() -> Addresses.dialect(StoreSettings.of("file:data", "alice", SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store: a user or a password for a file (expected: neither; the file's rights protect it)");
    }
}
