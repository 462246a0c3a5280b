internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel

/// An officer of the demo before there is one.
struct DemoPost: Sendable {
    var unit: DemoUnit
    var logIn: String
    /// Nil draws a name.
    var name: String?
    var title: String
    var roles: [Role]
    var signature: [SignatureLine] = []
    /// Shown among the log-ins.
    var isShown = false

    init(
        _ unit: DemoUnit,
        _ logIn: String,
        _ name: String? = nil,
        _ title: String,
        _ roles: [Role],
        signature: [SignatureLine] = [],
        isShown: Bool = false
    ) {
        self.unit = unit
        self.logIn = logIn
        self.name = name
        self.title = title
        self.roles = roles
        self.signature = signature
        self.isShown = isShown
    }
}

/// Who works where in the demo.
enum DemoPosts {
    /// Those with a name of their own, at the provincial centre.
    static func provincial(_ units: DemoUnits) -> [DemoPost] {
        let centre = units.centre
        return [
            DemoPost(centre, "lan.tiepnhan", "Bùi Thị Lan", "Chuyên viên tiếp nhận", [.reception], isShown: true),
            DemoPost(centre, "huong.tiepnhan", "Quách Thu Hương", "Chuyên viên tiếp nhận", [.reception], isShown: true),
            DemoPost(
                centre,
                "mai.traketqua",
                "Đinh Thị Mai",
                "Chuyên viên trả kết quả",
                [.resultOfficer],
                isShown: true
            ),
            DemoPost(centre, "thu.thungan", "Nguyễn Thị Thu", "Thủ quỹ", [.cashier], isShown: true),
            DemoPost(
                centre,
                "hung.giamdoc",
                "Nguyễn Đức Hùng",
                "Giám đốc Trung tâm",
                [.centreHead],
                signature: [SignatureLine(nil, "GIÁM ĐỐC")],
                isShown: true
            ),
            DemoPost(
                units.province,
                "nga.kiemsoat",
                "Hà Thị Nga",
                "Chuyên viên kiểm soát thủ tục hành chính",
                [.procedureControl],
                isShown: true
            ),
            DemoPost(
                units.province,
                "kien.quantri",
                "Trần Trung Kiên",
                "Quản trị hệ thống",
                [.administrator],
                isShown: true
            ),
        ]
    }

    /// Those of the ward from which the demo's walk-through starts.
    static func shown(_ commune: DemoCommune, mark: String) -> [DemoPost] {
        let (committee, oneStop, police) = (commune.committee, commune.oneStop, commune.police)
        return [
            DemoPost(
                oneStop,
                "linh.tiepnhan.\(mark)",
                "Bùi Thùy Linh",
                "Công chức Văn phòng – Thống kê",
                [.reception, .resultOfficer, .cashier],
                isShown: true
            ),
            DemoPost(
                oneStop,
                "son.phutrach.\(mark)",
                "Bùi Văn Sơn",
                "Phụ trách Một cửa",
                [.centreHead],
                isShown: true
            ),
            DemoPost(
                committee,
                "hoa.tuphap.\(mark)",
                "Bạch Thị Hoa",
                "Công chức Tư pháp – Hộ tịch",
                [.specialist],
                isShown: true
            ),
            DemoPost(
                committee,
                "dung.lanhdao.\(mark)",
                "Phạm Văn Dũng",
                "Phó Chủ tịch",
                [.leader],
                signature: committeeBlock,
                isShown: true
            ),
            DemoPost(committee, "yen.vanthu.\(mark)", "Xa Thị Yến", "Văn thư", [.clerk], isShown: true),
            DemoPost(
                police,
                "tuan.canbo.ca.\(mark)",
                "Đinh Công Tuấn",
                "Cán bộ đăng ký cư trú",
                [.specialist],
                isShown: true
            ),
            DemoPost(
                police,
                "thanh.chihuy.ca.\(mark)",
                "Lê Minh Thành",
                "Trưởng Công an phường",
                [.leader],
                signature: [SignatureLine(nil, "TRƯỞNG CÔNG AN PHƯỜNG")],
                isShown: true
            ),
            DemoPost(police, "trang.vanthu.ca.\(mark)", "Lò Thị Trang", "Văn thư", [.clerk], isShown: true),
        ]
    }

    /// A commune whose officers' names are drawn; `mark` tells its log-in names from another's.
    static func commune(_ commune: DemoCommune, mark: String) -> [DemoPost] {
        [
            DemoPost(
                commune.oneStop,
                "tiepnhan.\(mark)",
                "Công chức Văn phòng – Thống kê",
                [.reception, .resultOfficer, .cashier, .centreHead]
            )
        ]
            + deciding(commune.committee, mark, "Công chức chuyên môn", "Phó Chủ tịch", committeeBlock)
            + deciding(
                commune.police,
                "ca.\(mark)",
                "Cán bộ Công an",
                "Trưởng Công an",
                [SignatureLine(nil, "TRƯỞNG CÔNG AN")]
            )
    }

    static func district(_ district: DemoDistrict, mark: String) -> [DemoPost] {
        let head = [SignatureLine(nil, "TRƯỞNG PHÒNG")]
        let divisions = zip(district.divisions, ["kt", "tckh", "nnmt", "vpdk"]).flatMap { unit, short in
            deciding(unit, "\(short).\(mark)", "Chuyên viên", "Trưởng phòng", head)
        }
        return [
            DemoPost(
                district.oneStop,
                "tiepnhan.\(mark)",
                "Chuyên viên tiếp nhận",
                [.reception, .resultOfficer, .cashier, .centreHead]
            )
        ] + deciding(district.committee, mark, "Chuyên viên Tư pháp", "Phó Chủ tịch", committeeBlock) + divisions
    }

    static func department(_ unit: DemoUnit, mark: String) -> [DemoPost] {
        deciding(
            unit,
            mark,
            "Chuyên viên",
            "Phó Giám đốc",
            [SignatureLine(.deputy, "GIÁM ĐỐC"), SignatureLine(nil, "PHÓ GIÁM ĐỐC")]
        )
    }

    private static let committeeBlock = [
        SignatureLine(.onBehalf, "ỦY BAN NHÂN DÂN"), SignatureLine(.deputy, "CHỦ TỊCH"),
        SignatureLine(nil, "PHÓ CHỦ TỊCH"),
    ]

    private static func deciding(
        _ unit: DemoUnit,
        _ mark: String,
        _ specialist: String,
        _ leader: String,
        _ block: [SignatureLine]
    ) -> [DemoPost] {
        [
            DemoPost(unit, "chuyenvien.\(mark)", specialist, [.specialist]),
            DemoPost(unit, "lanhdao.\(mark)", leader, [.leader], signature: block),
            DemoPost(unit, "vanthu.\(mark)", "Văn thư", [.clerk]),
        ]
    }
}

extension DemoPost {
    init(_ unit: DemoUnit, _ logIn: String, _ title: String, _ roles: [Role], signature: [SignatureLine] = []) {
        self.init(unit, logIn, nil, title, roles, signature: signature)
    }
}

/// The officers of a unit of the demo, as they act in its history.
struct DemoOffice: Sendable {
    var unit: DemoUnit
    var performers: [Role: Performer] = [:]
    var officers: [Role: Officer] = [:]
    var signature: SignedBy?
    /// Whether its officers stand among the log-ins.
    var isShown = false
}
