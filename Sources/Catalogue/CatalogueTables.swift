public import Storage

/// The catalogue's tables. They are derived: each row is the last line that the book tells of it (`CatalogueEvent`).
public enum CatalogueTables {
    public static let migrations = [
        Migration(
            "2026-11-23-7-catalogue",
            [
                """
                CREATE TABLE procedure (
                    id TEXT NOT NULL PRIMARY KEY,
                    code TEXT NOT NULL UNIQUE,
                    version \(.int64) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE procedure_version (
                    id TEXT NOT NULL PRIMARY KEY,
                    procedure TEXT NOT NULL,
                    code TEXT NOT NULL,
                    sequence \(.int64) NOT NULL,
                    name TEXT NOT NULL,
                    field TEXT NOT NULL,
                    levels TEXT NOT NULL,
                    decision TEXT NOT NULL,
                    decision_on TEXT,
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    source_hash \(.blob),
                    content TEXT NOT NULL,
                    written_at \(.int64) NOT NULL,
                    UNIQUE (procedure, sequence)
                )\(.strict)
                """,
                "CREATE INDEX procedure_version_code ON procedure_version (code, valid_from)",
                """
                CREATE TABLE procedure_flag (
                    id TEXT NOT NULL PRIMARY KEY,
                    version TEXT NOT NULL,
                    code TEXT NOT NULL,
                    field TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    channel \(.int64),
                    words TEXT NOT NULL,
                    answer TEXT,
                    answered_by TEXT,
                    answered_at \(.int64)
                )\(.strict)
                """,
                "CREATE INDEX procedure_flag_version ON procedure_flag (version)",
                "CREATE INDEX procedure_flag_open ON procedure_flag (kind, id) WHERE answer IS NULL",
                """
                CREATE TABLE procedure_change (
                    version TEXT NOT NULL,
                    place \(.int64) NOT NULL,
                    part TEXT NOT NULL,
                    before TEXT NOT NULL,
                    after TEXT NOT NULL,
                    PRIMARY KEY (version, place)
                )\(.strict)
                """,
                """
                CREATE TABLE procedure_fee (
                    id TEXT NOT NULL PRIMARY KEY,
                    code TEXT NOT NULL,
                    channel \(.int64),
                    fee TEXT NOT NULL,
                    resolution TEXT NOT NULL,
                    resolved_on TEXT NOT NULL,
                    valid_from TEXT NOT NULL,
                    valid_to TEXT
                )\(.strict)
                """,
                "CREATE INDEX procedure_fee_code ON procedure_fee (code, valid_from)",
                """
                CREATE TABLE procedure_review (
                    id TEXT NOT NULL PRIMARY KEY,
                    year \(.int64) NOT NULL,
                    unit TEXT NOT NULL,
                    code TEXT NOT NULL,
                    due_on TEXT NOT NULL,
                    done_on TEXT,
                    outcome TEXT,
                    UNIQUE (year, unit, code)
                )\(.strict)
                """,
            ]
        ),
        Migration(
            "2026-11-25-15-catalogue-derived",
            [
                "ALTER TABLE procedure ADD COLUMN format \(.int64) NOT NULL DEFAULT 1",
                "CREATE INDEX procedure_format ON procedure (id) WHERE format < 2",
                "ALTER TABLE procedure_flag ADD COLUMN procedure TEXT NOT NULL DEFAULT ''",
                """
                UPDATE procedure_flag SET procedure = coalesce(
                    (SELECT v.procedure FROM procedure_version v WHERE v.id = procedure_flag.version), '')
                """,
                "CREATE INDEX procedure_flag_procedure ON procedure_flag (procedure)",
                "ALTER TABLE procedure_change ADD COLUMN procedure TEXT NOT NULL DEFAULT ''",
                """
                UPDATE procedure_change SET procedure = coalesce(
                    (SELECT v.procedure FROM procedure_version v WHERE v.id = procedure_change.version), '')
                """,
                "CREATE INDEX procedure_change_procedure ON procedure_change (procedure)",
                "ALTER TABLE procedure_fee ADD COLUMN procedure TEXT NOT NULL DEFAULT ''",
                """
                UPDATE procedure_fee SET procedure = coalesce(
                    (SELECT p.id FROM procedure p WHERE p.code = procedure_fee.code), '')
                """,
                "CREATE INDEX procedure_fee_procedure ON procedure_fee (procedure)",
                "ALTER TABLE procedure_review ADD COLUMN procedure TEXT NOT NULL DEFAULT ''",
                """
                UPDATE procedure_review SET procedure = coalesce(
                    (SELECT p.id FROM procedure p WHERE p.code = procedure_review.code), '')
                """,
                "CREATE INDEX procedure_review_procedure ON procedure_review (procedure)",
            ]
        ),
    ]
}
