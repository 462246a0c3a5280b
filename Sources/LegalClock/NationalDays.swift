internal import Kernel

/// The days off and make-up days of the whole country, as the yearly notices gave them.
///
/// Labour Code 2019 art. 112: New Year 1 day, Tết 5, Hùng Kings 1, 30/4, 1/5, National Day 2; from 2026 also 24 November
/// (National Assembly Resolution 28/2026/QH16). Tết, Giỗ Tổ and swaps are announced every year and never computed.
public enum NationalDays {
    /// Every day of every year that the project ships, in order of date.
    public static let all: [DayException] = years.flatMap(\.exceptions).sorted { $0.date < $1.date }
    /// The years that the shipped days cover.
    public static let covered = 2018...2027

    static let years: [NationalYear] = [
        NationalYear(
            2018,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 2, 14...20), .off(.hungKings, 4, 25...25),
                .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1), .off(.national, 9, 2...2),
                .inPlace(.national, 9, 3), .swap(off: (2018, 12, 31), worked: (2019, 1, 5)),
            ]
        ),
        NationalYear(
            2019,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 2, 4...8), .off(.hungKings, 4, 14...14),
                .inPlace(.hungKings, 4, 15), .swap(off: (2019, 4, 29), worked: (2019, 5, 4)),
                .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1), .off(.national, 9, 2...2),
            ]
        ),
        NationalYear(
            2020,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 1, 23...29), .off(.hungKings, 4, 2...2),
                .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1), .off(.national, 9, 2...2),
            ]
        ),
        NationalYear(
            2021,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 2, 10...16), .off(.hungKings, 4, 21...21),
                .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1), .inPlace(.labour, 5, 3),
                .off(.national, 9, 2...3),
            ]
        ),
        NationalYear(
            2022,
            [
                .off(.newYear, 1, 1...1), .inPlace(.newYear, 1, 3), .off(.tet, 1, 31...31), .off(.tet, 2, 1...4),
                .off(.hungKings, 4, 10...10), .inPlace(.hungKings, 4, 11), .off(.reunification, 4, 30...30),
                .off(.labour, 5, 1...1), .inPlace(.reunification, 5, 2), .inPlace(.labour, 5, 3),
                .off(.national, 9, 1...2),
            ]
        ),
        NationalYear(
            2023,
            [
                .off(.newYear, 1, 1...1), .inPlace(.newYear, 1, 2), .off(.tet, 1, 20...26),
                .off(.hungKings, 4, 29...29), .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1),
                .inPlace(.hungKings, 5, 2), .inPlace(.reunification, 5, 3), .off(.national, 9, 1...2),
                .inPlace(.national, 9, 4),
            ]
        ),
        NationalYear(
            2024,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 2, 8...14), .off(.hungKings, 4, 18...18),
                .swap(off: (2024, 4, 29), worked: (2024, 5, 4)), .off(.reunification, 4, 30...30),
                .off(.labour, 5, 1...1), .off(.national, 9, 2...3),
            ]
        ),
        NationalYear(
            2025,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 1, 27...31), .off(.tet, 2, 1...1), .off(.hungKings, 4, 7...7),
                .swap(off: (2025, 5, 2), worked: (2025, 4, 26)), .off(.reunification, 4, 30...30),
                .off(.labour, 5, 1...1), .off(.national, 9, 1...2),
            ]
        ),
        NationalYear(
            2026,
            [
                .off(.newYear, 1, 1...1), .swap(off: (2026, 1, 2), worked: (2026, 1, 10)), .off(.tet, 2, 16...20),
                .off(.hungKings, 4, 26...26), .inPlace(.hungKings, 4, 27), .off(.reunification, 4, 30...30),
                .off(.labour, 5, 1...1), .swap(off: (2026, 8, 31), worked: (2026, 8, 22)),
                .off(.national, 9, 1...2), .off(.culture, 11, 24...24),
            ]
        ),
        NationalYear(
            2027,
            status: .expected,
            [
                .off(.newYear, 1, 1...1), .off(.tet, 2, 4...10), .off(.hungKings, 4, 16...16),
                .off(.reunification, 4, 30...30), .off(.labour, 5, 1...1), .inPlace(.labour, 5, 3),
                .off(.national, 9, 2...3), .off(.culture, 11, 24...24),
            ]
        ),
    ]
}

/// The holidays of the Labour Code, with the names people use.
enum Holiday: Sendable {
    case newYear, tet, hungKings, reunification, labour, national, culture

    var names: (vi: String, en: String) {
        switch self {
        case .newYear: ("Tết Dương lịch", "New Year's Day")
        case .tet: ("Tết Nguyên đán", "Lunar New Year")
        case .hungKings: ("Giỗ Tổ Hùng Vương", "Hùng Kings' Day")
        case .reunification: ("Ngày Chiến thắng 30/4", "Reunification Day")
        case .labour: ("Ngày Quốc tế Lao động", "Labour Day")
        case .national: ("Quốc khánh", "National Day")
        case .culture: ("Ngày Văn hóa Việt Nam", "Vietnam Culture Day")
        }
    }
    var source: String {
        self == .culture ? "Nghị quyết 28/2026/QH16" : "Bộ luật Lao động 2019, Điều 112"
    }
}

/// One year of days, short to write and easy to check against the notice.
struct NationalYear: Sendable {
    /// One entry of the notice.
    enum Item: Sendable {
        /// Holidays on days of one month.
        case off(Holiday, Int, ClosedRange<Int>)
        /// A day off in place of a holiday that fell on a weekly day off.
        case inPlace(Holiday, Int, Int)
        /// A working day off and the day that makes it up.
        case swap(off: (Int, Int, Int), worked: (Int, Int, Int))
    }
    let year: Int
    let status: DayException.Status
    let items: [Item]

    init(_ year: Int, status: DayException.Status = .announced, _ items: [Item]) {
        self.year = year
        self.status = status
        self.items = items
    }

    var exceptions: [DayException] { items.flatMap(exceptions) }

    private func exceptions(of item: Item) -> [DayException] {
        switch item {
        case .off(let holiday, let month, let days):
            days.compactMap { CivilDate(year, month, $0) }.map { exception($0, .statutory, holiday) }
        case .inPlace(let holiday, let month, let day):
            [CivilDate(year, month, day)].compactMap(\.self).map { exception($0, .compensatory, holiday) }
        case .swap(let off, let worked): swap(CivilDate(off.0, off.1, off.2), CivilDate(worked.0, worked.1, worked.2))
        }
    }

    private func exception(_ date: CivilDate, _ kind: DayException.Kind, _ holiday: Holiday) -> DayException {
        DayException(
            date: date,
            kind: kind,
            status: status,
            nameVI: holiday.names.vi,
            nameEN: holiday.names.en,
            source: holiday.source
        )
    }

    private func swap(_ off: CivilDate?, _ worked: CivilDate?) -> [DayException] {
        guard let off, let worked else { return [] }
        let source = "Thông báo hoán đổi ngày làm việc năm \(year)"
        func half(_ date: CivilDate, _ kind: DayException.Kind, _ vi: String, _ en: String, _ other: CivilDate)
            -> DayException
        {
            DayException(
                date: date,
                kind: kind,
                status: status,
                nameVI: vi,
                nameEN: en,
                pairedWith: other,
                source: source
            )
        }
        return [
            half(off, .swapOff, "Nghỉ hoán đổi", "Swapped day off", worked),
            half(worked, .swapWorkday, "Làm bù", "Make-up working day", off),
        ]
    }
}
