// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/result.h"

#include <cerrno>
#include <system_error>

namespace flambeau {

std::string_view toString(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidArgument: return "invalid_argument";
        case ErrorCode::NotFound: return "not_found";
        case ErrorCode::AlreadyExists: return "already_exists";
        case ErrorCode::Conflict: return "conflict";
        case ErrorCode::PermissionDenied: return "permission_denied";
        case ErrorCode::ReadOnly: return "read_only";
        case ErrorCode::DiskFull: return "disk_full";
        case ErrorCode::Io: return "io";
        case ErrorCode::Corrupt: return "corrupt";
        case ErrorCode::Unsupported: return "unsupported";
        case ErrorCode::Canceled: return "canceled";
        case ErrorCode::Timeout: return "timeout";
        case ErrorCode::Unavailable: return "unavailable";
        case ErrorCode::Unreachable: return "unreachable";
        case ErrorCode::Failed: return "failed";
        case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

Error systemError(int errnoValue, std::string what) {
    Error error;
    error.message = std::move(what) + ": " + std::generic_category().message(errnoValue);
    switch (errnoValue) {
        case ENOSPC:
        case EDQUOT:
            error.code = ErrorCode::DiskFull;
            error.hint = "Free some space on that disk, then try again.";
            break;
        case EROFS:
            error.code = ErrorCode::ReadOnly;
            error.hint = "The disk is mounted read-only; choose another folder.";
            break;
        case EACCES:
        case EPERM:
            error.code = ErrorCode::PermissionDenied;
            error.hint = "Check who owns the file and whether you may read and write it.";
            break;
        case ENOENT:
        case ENOTDIR:
            error.code = ErrorCode::NotFound;
            error.hint = "Check the path.";
            break;
        case EEXIST:
            error.code = ErrorCode::AlreadyExists;
            break;
        default:
            error.code = ErrorCode::Io;
    }
    return error;
}

}  // namespace flambeau
