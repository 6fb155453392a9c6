// SPDX-License-Identifier: GPL-3.0-or-later
// Result<T>: what every fallible function of Flambeau returns. An Error says what failed and why (message), what to
// do next (hint), and keeps the raw detail (a system's text, a log's tail) apart, for the user to unfold.
// Plain values, owned by whoever holds them; safe to move between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace flambeau {

enum class ErrorCode {
    InvalidArgument,
    NotFound,
    AlreadyExists,
    Conflict,
    PermissionDenied,
    ReadOnly,
    DiskFull,
    Io,
    Corrupt,
    Unsupported,
    Canceled,
    Timeout,
    Unavailable,
    Unreachable,
    Failed,
    Internal,
};

/// The code's name as the command line's JSON prints it: "invalid_argument", "disk_full", …
std::string_view toString(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string hint;
    std::string detail;
};

/// An Error from errno after a failed system call: `what` is a clause such as "Cannot write /a/b".
/// ENOSPC and EDQUOT become DiskFull, EROFS ReadOnly, EACCES and EPERM PermissionDenied, ENOENT NotFound.
Error systemError(int errnoValue, std::string what);

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Must hold a value.
    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Must hold an error.
    Error& error() & { return std::get<1>(m_state); }
    const Error& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

    T valueOr(T other) const { return ok() ? value() : std::move(other); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}  // NOLINT

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    Error& error() & { return *m_error; }
    const Error& error() const& { return *m_error; }
    Error&& error() && { return std::move(*m_error); }

private:
    std::optional<Error> m_error;
};

using Status = Result<void>;

}  // namespace flambeau

#define FLAMBEAU_CONCAT_(a, b) a##b
#define FLAMBEAU_CONCAT(a, b) FLAMBEAU_CONCAT_(a, b)

/// FLAMBEAU_TRY(auto x, f()): x is f()'s value, or the enclosing function returns f()'s error.
#define FLAMBEAU_TRY(declaration, expression) \
    FLAMBEAU_TRY_(FLAMBEAU_CONCAT(flambeauTry, __LINE__), declaration, expression)
#define FLAMBEAU_TRY_(name, declaration, expression) \
    auto name = (expression);                        \
    if (!name.ok())                                  \
        return std::move(name).error();              \
    declaration = std::move(name).value()

/// FLAMBEAU_CHECK(f()): the enclosing function returns f()'s error, if it has one.
#define FLAMBEAU_CHECK(expression) FLAMBEAU_CHECK_(FLAMBEAU_CONCAT(flambeauCheck, __LINE__), expression)
#define FLAMBEAU_CHECK_(name, expression) \
    if (auto name = (expression); !name.ok())        \
    return std::move(name).error()
