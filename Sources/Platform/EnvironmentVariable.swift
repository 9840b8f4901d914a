internal import Glibc

/// The value of an environment variable; nil where there is none of that name.
package func environmentVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
