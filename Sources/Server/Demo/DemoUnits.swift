internal import Agencies
internal import Kernel

/// A unit of the demo.
struct DemoUnit: Hashable, Sendable {
    let id: ID<Agency>
    let name: String
    let shortName: String
    /// Of the demo's own set: `H28.` is the province's real root, what follows is made up.
    let code: String
}

/// A commune, ward or township: its People's Committee, the one-stop unit there, the police.
struct DemoCommune: Hashable, Sendable {
    let name: String
    let committee: DemoUnit
    let oneStop: DemoUnit
    let police: DemoUnit
}

/// A district with what stands below it.
struct DemoDistrict: Hashable, Sendable {
    let committee: DemoUnit
    let oneStop: DemoUnit
    /// By the end of its code: 1 economy and building, 2 finance, 3 land, 4 land registry.
    let divisions: [DemoUnit]
    let communes: [DemoCommune]
}

/// All units, and the orders that make them, each after the one it belongs to.
struct DemoUnits: Sendable {
    let province: DemoUnit
    let centre: DemoUnit
    let police: DemoUnit
    /// By the name's folded words: `so tu phap`.
    let departments: [String: DemoUnit]
    let districts: [DemoDistrict]
    /// Communes that belong to no district (since 1/7/2025).
    let communes: [DemoCommune]
    let orders: [NewAgency]

    /// Every commune, with its district's place in `districts` where it has one.
    var everyCommune: [(commune: DemoCommune, district: Int?)] {
        communes.map { ($0, nil) }
            + districts.enumerated().flatMap { place, district in district.communes.map { ($0, place) } }
    }

    /// The ward of the walk-through: Quỳnh Lâm, and since 1/7/2025 the ward of which it became a part.
    var shown: DemoCommune? {
        everyCommune.first { $0.commune.name == ($0.district == nil ? "Hòa Bình" : "Quỳnh Lâm") }?.commune
    }

    /// Hòa Bình as it was until 30/6/2025, or, where `isNow`, the 46 units of the present under Phú Thọ.
    init(isNow: Bool, world: World) throws {
        var maker = UnitMaker(world: world, root: isNow ? "H44" : "H28", from: isNow ? Self.merger : Self.beginning)
        let place: String
        if isNow {
            let file: DemoFiles.After = try DemoFiles.read("units-2025")
            place = Self.bare(file.province.name)
            province = maker.province(file.province)
            (centre, police, departments) = Self.provincial(place, province, &maker)
            districts = []
            let parent = province.id
            communes = file.units.enumerated().map { index, unit in
                maker.commune(unit.kind, unit.name, unit.statistics, code: "\(100 + index)", below: parent)
            }
        } else {
            let file: DemoFiles.Before = try DemoFiles.read("units-2024")
            place = Self.bare(file.province.name)
            province = maker.province(file.province)
            (centre, police, departments) = Self.provincial(place, province, &maker)
            let parent = province.id
            districts = try file.districts.enumerated().map { index, district in
                try maker.district(district, code: "\(31 + index)", below: parent)
            }
            communes = []
        }
        orders = maker.orders
    }

    static let beginning = CivilDate(2020, 1, 1) ?? CivilDate(day: 0)
    /// The day since which the present's units are there.
    static let merger = CivilDate(2025, 7, 1) ?? CivilDate(day: 0)
    private static func bare(_ name: String) -> String { String(name.dropFirst("Tỉnh ".count)) }

    private static func provincial(
        _ place: String,
        _ province: DemoUnit,
        _ maker: inout UnitMaker
    ) -> (centre: DemoUnit, police: DemoUnit, departments: [String: DemoUnit]) {
        let centre = maker.unit(
            "Trung tâm Phục vụ hành chính công tỉnh \(place)",
            "Trung tâm tỉnh",
            .centre,
            code: "22",
            below: province.id
        )
        let police = maker.unit("Công an tỉnh \(place)", "Công an tỉnh", .police, code: "23", below: province.id)
        var departments: [String: DemoUnit] = [:]
        for (index, name) in departmentNames.enumerated() {
            let unit = maker.unit(
                "\(name) tỉnh \(place)",
                name,
                name.hasPrefix("Sở") ? .department : .other,
                code: "\(index + 1)",
                below: province.id
            )
            departments[VietnameseText.folded(name)] = unit
        }
        return (centre, police, departments)
    }

    /// Departments since 1/3/2025, with the land registration office.
    private static let departmentNames = [
        "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Công Thương", "Sở Nông nghiệp và Môi trường", "Sở Xây dựng",
        "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo", "Sở Y tế",
        "Sở Dân tộc và Tôn giáo", "Thanh tra", "Văn phòng Đăng ký đất đai",
    ]
}

/// Gives every unit its id, code and order.
private struct UnitMaker {
    let world: World
    let root: String
    let from: CivilDate
    var orders: [NewAgency] = []

    init(world: World, root: String, from: CivilDate) {
        self.world = world
        self.root = root
        self.from = from
    }

    mutating func unit(
        _ name: String,
        _ shortName: String,
        _ kind: AgencyKind,
        code: String?,
        statistics: String? = nil,
        below parent: ID<Agency>?
    ) -> DemoUnit {
        let id: ID<Agency> = world.id(.agency)
        let whole = code.map { "\(root).\($0)" } ?? root
        var codes = [AgencyCode(scheme: .unit, code: whole, from: from)]
        if let statistics { codes.append(AgencyCode(scheme: .statistics, code: statistics, from: from)) }
        let description = AgencyDescription(from: from, name: name, shortName: shortName, kind: kind, parent: parent)
        orders.append(NewAgency(id: id, description, codes: codes))
        return DemoUnit(id: id, name: name, shortName: shortName, code: whole)
    }

    mutating func province(_ province: DemoFiles.Province) -> DemoUnit {
        unit(
            "Ủy ban nhân dân \(Self.small(province.name))",
            province.name,
            .province,
            code: nil,
            statistics: province.statistics,
            below: nil
        )
    }

    mutating func district(
        _ district: DemoFiles.Before.District,
        code: String,
        below parent: ID<Agency>
    ) throws -> DemoDistrict {
        let small = Self.small(district.name)
        let committee = unit(
            "Ủy ban nhân dân \(small)",
            district.name,
            .district,
            code: code,
            statistics: district.statistics,
            below: parent
        )
        let oneStop = unit(
            "Bộ phận Tiếp nhận và Trả kết quả \(small)",
            "Một cửa \(small)",
            .centre,
            code: "\(code).100",
            below: committee.id
        )
        let names = [
            "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Tài chính – Kế hoạch", "Phòng Nông nghiệp và Môi trường",
            "Chi nhánh Văn phòng Đăng ký đất đai",
        ]
        let divisions = names.enumerated().map { index, name in
            unit(
                "\(name) \(small)",
                "\(name) \(small)",
                index == 3 ? .other : .division,
                code: "\(code).\(101 + index)",
                below: committee.id
            )
        }
        let communes = try district.communes.enumerated().map { index, parts in
            guard parts.count == 3 else { throw DemoFault.unreadable("units-2024") }
            return commune(parts[0], parts[1], parts[2], code: "\(code).\(index + 1)", below: committee.id)
        }
        return DemoDistrict(committee: committee, oneStop: oneStop, divisions: divisions, communes: communes)
    }

    mutating func commune(
        _ kindName: String,
        _ name: String,
        _ statistics: String,
        code: String,
        below parent: ID<Agency>
    ) -> DemoCommune {
        let kind = AgencyKind(rawValue: kindName) ?? .commune
        let word =
            switch kind {
            case .ward: "phường"
            case .township: "thị trấn"
            default: "xã"
            }
        let place = "\(word) \(name)"
        let short = word.prefix(1).uppercased() + word.dropFirst() + " " + name
        let committee = unit(
            "Ủy ban nhân dân \(place)",
            short,
            kind,
            code: code,
            statistics: statistics,
            below: parent
        )
        let oneStop = unit(
            root == "H28" ? "Bộ phận Tiếp nhận và Trả kết quả \(place)" : "Trung tâm Phục vụ hành chính công \(place)",
            "Một cửa \(place)",
            .centre,
            code: "\(code).1",
            below: committee.id
        )
        let police = unit("Công an \(place)", "Công an \(place)", .police, code: "\(code).2", below: committee.id)
        return DemoCommune(name: name, committee: committee, oneStop: oneStop, police: police)
    }

    /// `Huyện Đà Bắc` inside a sentence: `huyện Đà Bắc`.
    private static func small(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }
}
