public import CSI
import Synchronization

/// The rules that a driver follows, in the order in which they were made. All rules that match a call act on it.
public final class Script: Sendable {
    private struct Line {
        let rule: Rule
        var matched = 0
    }

    private let lines = Mutex<[Line]>([])

    /// A script with rules; none means a driver that behaves.
    public init(_ rules: [Rule] = []) {
        add(rules)
    }

    /// The rules, in order.
    public var rules: [Rule] { lines.withLock { $0.map(\.rule) } }

    /// Begins a rule about calls of a method.
    public func on(_ rpc: RPC) -> Clause {
        Clause(script: self, rpc: rpc)
    }

    /// Adds rules at the end.
    public func add(_ rules: [Rule]) {
        lines.withLock { $0 += rules.map { Line(rule: $0) } }
    }

    /// Forgets all rules. Calls under way still follow those that they began with.
    public func removeAll() {
        lines.withLock { $0 = [] }
    }

    /// Counts a call, and returns the rules that act on it.
    func take(_ rpc: RPC, _ subjects: [String]) -> [Rule] {
        lines.withLock { lines in
            lines.indices.compactMap { index in
                guard lines[index].rule.matches(rpc, subjects) else { return nil }
                lines[index].matched += 1
                return lines[index].rule.turn.includes(lines[index].matched) ? lines[index].rule : nil
            }
        }
    }
}

extension Script {
    /// The beginning of a rule, which ``before(_:)``, ``after(_:)``, ``edit(_:_:)`` or ``hangs(_:outlivesCaller:)``
    /// completes. Where nothing else is said it is about every call.
    public struct Clause: Sendable {
        let script: Script
        let rpc: RPC
        private var subject: String?
        private var turn = Rule.Turn.every

        init(script: Script, rpc: RPC) {
            self.script = script
            self.rpc = rpc
        }

        /// Only calls whose request names this volume, snapshot or group, by ID or name.
        public func volume(_ idOrName: String) -> Clause {
            with { $0.subject = idOrName }
        }

        /// Only the call with this number, from 1, counted from now.
        public func call(_ number: Int) -> Clause {
            with { $0.turn = .call(number) }
        }

        /// The call with this number and all later ones.
        public func from(_ number: Int) -> Clause {
            with { $0.turn = .from(number) }
        }

        /// The next calls, this many.
        public func times(_ count: Int) -> Clause {
            with { $0.turn = .times(count) }
        }

        /// Every call.
        public var every: Clause { with { $0.turn = .every } }

        private func with(_ change: (inout Clause) -> Void) -> Clause {
            var clause = self
            change(&clause)
            return clause
        }

        /// Acts before the call takes effect.
        public func before(_ action: Rule.Action) {
            act(.before, action)
        }

        /// Acts when the call has taken effect.
        public func after(_ action: Rule.Action) {
            act(.after, action)
        }

        private func act(_ moment: Rule.Moment, _ action: Rule.Action) {
            script.add([Rule(rpc, on: subject, turn: turn, moment, action)])
        }

        /// Stops the calls until the test releases them or their callers give up.
        /// - Parameter outlivesCaller: As for ``Hang/init(outlivesCaller:)``.
        public func hangs(_ moment: Rule.Moment, outlivesCaller: Bool = false) -> Hang {
            let hang = Hang(outlivesCaller: outlivesCaller)
            act(moment, .hang(hang))
            return hang
        }
    }
}
