package import JSON
package import Volumes

/// How far something that is made has come.
package enum CreationProgress: Hashable, Record {
    /// How often undoing is tried before what may be left is shown to somebody. With the pauses between tries it takes
    /// some ten minutes.
    static let maximumUndoTries = 20

    case creating
    /// It is made, and its record is being stored. A restart makes it anew, to learn of it.
    case keeping(id: String)
    /// It is being removed; the ID is nil before that of what was made is known.
    case undoing(id: String?, tries: Int = 0)

    package init(json: JSON) throws(RecordError) {
        let isUndoing = try json.member("isUndoing", or: false)
        self = isUndoing ? .undoing(id: try json.member("id", or: nil)) : .creating
    }

    package var json: JSON {
        switch self {
        case .creating, .keeping: .record(["isUndoing": false])
        case .undoing(let id, _): .record(["isUndoing": true, "id": id])
        }
    }
}
