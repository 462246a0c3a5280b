public import Storage

/// The tables of sign-in and of persons. `access_policy` and `look` are derived from the book, the others are own.
public enum AccessTables {
    public static let migrations = [
        Migration("2026-11-23-4-access", access), Migration("2026-11-23-5-persons", persons),
        TokenStore.migration,
        Migration("2026-11-25-24-names-by-unit", namesByUnit),
    ]

    private static let access: [SQL] = [
        """
        CREATE TABLE account (
            staff TEXT NOT NULL PRIMARY KEY,
            version \(.int64) NOT NULL,
            password_hash TEXT,
            password_until \(.int64),
            locked \(.bool) NOT NULL,
            secret \(.blob),
            secret_pending \(.blob),
            last_step \(.int64)
        )\(.strict)
        """,
        """
        CREATE TABLE recovery_code (
            staff TEXT NOT NULL,
            hash \(.blob) NOT NULL,
            PRIMARY KEY (staff, hash)
        )\(.strict)
        """,
        """
        CREATE TABLE session (
            token_hash \(.blob) NOT NULL PRIMARY KEY,
            staff TEXT NOT NULL,
            stage TEXT NOT NULL CHECK (stage IN ('secondFactor', 'enrolment', 'newPassword', 'full')),
            agency TEXT,
            begun_at \(.int64) NOT NULL,
            used_at \(.int64) NOT NULL
        )\(.strict)
        """,
        "CREATE INDEX session_staff ON session (staff)",
        "CREATE INDEX session_used_at ON session (used_at)",
        """
        CREATE TABLE attempt (
            key TEXT NOT NULL PRIMARY KEY,
            attempts \(.int64) NOT NULL,
            since \(.int64) NOT NULL,
            blocked_until \(.int64)
        )\(.strict)
        """,
        "CREATE INDEX attempt_since ON attempt (since)",
        """
        CREATE TABLE access_policy (
            subject TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            idle_minutes \(.int64) NOT NULL,
            absolute_minutes \(.int64) NOT NULL,
            second_factor TEXT NOT NULL,
            PRIMARY KEY (subject, valid_from)
        )\(.strict)
        """,
    ]

    private static let persons: [SQL] = [
        """
        CREATE TABLE person (
            id TEXT NOT NULL PRIMARY KEY,
            version \(.int64) NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('citizen', 'foreigner', 'organisation')),
            name TEXT NOT NULL,
            birth TEXT,
            sex TEXT CHECK (sex IN ('male', 'female', 'other')),
            address TEXT,
            identity_kind TEXT NOT NULL,
            identity_sealed \(.blob),
            identity_hash \(.blob),
            phone_sealed \(.blob),
            phone_hash \(.blob),
            merged_into TEXT,
            erased_at \(.int64),
            updated_at \(.int64) NOT NULL
        )\(.strict)
        """,
        "CREATE INDEX person_identity_hash ON person (identity_hash) WHERE identity_hash IS NOT NULL",
        "CREATE INDEX person_phone_hash ON person (phone_hash) WHERE phone_hash IS NOT NULL",
        "CREATE INDEX person_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL",
        // The folded name from each of its words on, as bytes: both engines compare and range over bytes alike.
        """
        CREATE TABLE person_name (
            key \(.blob) NOT NULL,
            person TEXT NOT NULL,
            PRIMARY KEY (key, person)
        )\(.strict)
        """,
        "CREATE INDEX person_name_person ON person_name (person)",
        """
        CREATE TABLE person_unit (
            person TEXT NOT NULL,
            agency TEXT NOT NULL,
            PRIMARY KEY (person, agency)
        )\(.strict)
        """,
        """
        CREATE TABLE look (
            subject TEXT NOT NULL,
            version \(.int64) NOT NULL,
            target TEXT NOT NULL,
            actor TEXT NOT NULL,
            agency TEXT,
            purpose TEXT NOT NULL,
            at \(.int64) NOT NULL,
            PRIMARY KEY (subject, version)
        )\(.strict)
        """,
        "CREATE INDEX look_actor ON look (actor, at)",
    ]

    /// Names are searched within a unit: each unit has them in their order, so that a search reads what it shows.
    private static let namesByUnit: [SQL] = [
        """
        CREATE TABLE person_name_part (
            person TEXT NOT NULL,
            key \(.blob) NOT NULL,
            PRIMARY KEY (person, key)
        )\(.strictByKey)
        """,
        """
        CREATE TABLE person_unit_name (
            agency TEXT NOT NULL,
            key \(.blob) NOT NULL,
            person TEXT NOT NULL,
            PRIMARY KEY (agency, key, person)
        )\(.strictByKey)
        """,
        "INSERT INTO person_name_part (person, key) SELECT person, key FROM person_name",
        """
        INSERT INTO person_unit_name (agency, key, person)
        SELECT u.agency, n.key, n.person FROM person_name n JOIN person_unit u ON u.person = n.person
        """,
        "DROP TABLE person_name",
    ]
}
