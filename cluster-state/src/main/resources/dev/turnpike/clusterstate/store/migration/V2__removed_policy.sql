-- Policies that are in force no more, and since when they were seen so: what they said is forgotten some time later.
CREATE TABLE removed_policy (
    name varchar(512) NOT NULL PRIMARY KEY,
    removed_ms bigint NOT NULL
);
