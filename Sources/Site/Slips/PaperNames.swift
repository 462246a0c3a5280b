internal import Paper

/// Names of printed forms that a context has too, for files that speak of both.
typealias ControlSheetForm = ControlSheet
