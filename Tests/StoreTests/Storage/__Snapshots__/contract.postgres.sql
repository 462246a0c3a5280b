CREATE TABLE child (
    id text NOT NULL,
    parent_id text NOT NULL,
    strict_id text,
    CONSTRAINT child_pkey PRIMARY KEY (id),
    CONSTRAINT child_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT child_strict_id_fkey FOREIGN KEY (strict_id) REFERENCES parent(id)
);

CREATE TABLE half_a (
    id bigint NOT NULL,
    CONSTRAINT half_a_pkey PRIMARY KEY (id)
);

CREATE TABLE half_b (
    id bigint NOT NULL,
    CONSTRAINT half_b_pkey PRIMARY KEY (id)
);

CREATE TABLE parent (
    id text NOT NULL,
    name text NOT NULL,
    age bigint NOT NULL,
    CONSTRAINT parent_name_key UNIQUE (name),
    CONSTRAINT parent_pkey PRIMARY KEY (id),
    CONSTRAINT parent_age_check CHECK (age >= 0)
);

CREATE TABLE request_key (
    key text NOT NULL,
    outcome text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT request_key_pkey PRIMARY KEY (key)
);
CREATE INDEX request_key_at ON request_key USING btree (at);

CREATE TABLE sample (
    id text NOT NULL,
    whole bigint,
    fraction double precision,
    flag boolean,
    words text,
    bytes bytea,
    CONSTRAINT sample_pkey PRIMARY KEY (id)
);

CREATE TABLE schema_migration (
    id text NOT NULL,
    checksum text NOT NULL,
    CONSTRAINT schema_migration_pkey PRIMARY KEY (id)
);
