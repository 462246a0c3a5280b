public import Storage

/// The agencies' tables. All but `staff_profile` are derived from the book.
public enum AgencyTables {
    public static let migrations = [Migration("2026-11-23-2-agencies", units + staff)]

    private static let units: [SQL] = [
        """
        CREATE TABLE agency (
            id TEXT NOT NULL PRIMARY KEY,
            version \(.int64) NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT
        )\(.strict)
        """,
        """
        CREATE TABLE agency_period (
            agency TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            name TEXT NOT NULL,
            short_name TEXT NOT NULL,
            kind TEXT NOT NULL,
            parent TEXT,
            PRIMARY KEY (agency, valid_from)
        )\(.strict)
        """,
        """
        CREATE TABLE agency_code (
            agency TEXT NOT NULL,
            scheme TEXT NOT NULL CHECK (scheme IN ('unit', 'statistics')),
            code TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT,
            PRIMARY KEY (scheme, code, valid_from)
        )\(.strict)
        """,
        "CREATE INDEX agency_code_agency ON agency_code (agency)",
        """
        CREATE TABLE duty_list (
            agency TEXT NOT NULL,
            role TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT,
            place \(.int64) NOT NULL,
            staff TEXT NOT NULL,
            PRIMARY KEY (agency, role, valid_from, place)
        )\(.strict)
        """,
        """
        CREATE TABLE service_counter (
            id TEXT NOT NULL PRIMARY KEY,
            version \(.int64) NOT NULL,
            agency TEXT NOT NULL,
            number \(.int64) NOT NULL CHECK (number BETWEEN 1 AND 999),
            name TEXT NOT NULL,
            fields TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT
        )\(.strict)
        """,
        "CREATE INDEX service_counter_agency ON service_counter (agency, number)",
    ]

    private static let staff: [SQL] = [
        """
        CREATE TABLE staff_member (
            id TEXT NOT NULL PRIMARY KEY,
            version \(.int64) NOT NULL,
            agency TEXT NOT NULL,
            title TEXT NOT NULL,
            left_on TEXT
        )\(.strict)
        """,
        "CREATE INDEX staff_member_agency ON staff_member (agency)",
        """
        CREATE TABLE role_grant (
            staff TEXT NOT NULL,
            agency TEXT NOT NULL,
            role TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT,
            PRIMARY KEY (staff, agency, role, valid_from)
        )\(.strict)
        """,
        "CREATE INDEX role_grant_agency ON role_grant (agency, role)",
        """
        CREATE TABLE staff_absence (
            staff TEXT NOT NULL,
            number \(.int64) NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('away', 'delegated')),
            valid_from TEXT NOT NULL,
            valid_to TEXT NOT NULL,
            substitute TEXT,
            PRIMARY KEY (staff, number)
        )\(.strict)
        """,
        "CREATE INDEX staff_absence_to ON staff_absence (valid_to)",
        """
        CREATE TABLE staff_signature (
            staff TEXT NOT NULL,
            agency TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT,
            place \(.int64) NOT NULL,
            prefix TEXT,
            line TEXT NOT NULL,
            PRIMARY KEY (staff, agency, valid_from, place)
        )\(.strict)
        """,
        // Names and numbers of people stay out of the book: this table is not derived.
        """
        CREATE TABLE staff_profile (
            staff TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            log_in TEXT NOT NULL UNIQUE,
            phone TEXT
        )\(.strict)
        """,
    ]
}
