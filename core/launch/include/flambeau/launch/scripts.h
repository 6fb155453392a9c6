// SPDX-License-Identifier: GPL-3.0-or-later
// The Launcher of supervised runs, as pure text: each function writes the POSIX sh that a Transport's exec(script) runs
// on the host, and its parser reads the answer. What a host says is hostile: every parser is bounded and checks.
// Stateless; safe on any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/launch/evidence.h"
#include "flambeau/launch/launch_plan.h"

namespace flambeau::launch {

/// Makes the host's folder and the run's (runs/<run>/{code,data,logs,outputs}), and puts the supervisor to
/// bin/supervisor-<hash>.sh unless it is there. Doing it again changes nothing.
std::string prepareScript(const std::string& hostFolder, const std::string& run);
struct PrepareAnswer {
    std::uint64_t freeBytes = 0;       ///< what the user can still write in the host's folder
    bool started = false;              ///< a start has already taken this run
    std::vector<std::string> missing;  ///< commands that the supervisor needs and the host lacks
};
Result<PrepareAnswer> parsePrepare(std::string_view out);

/// Starts the supervisor, detached; needs prepareScript before it. mkdir of runs/<run>/supervisor is the lock: the
/// second start of a run does nothing and says so. `shell` is what runs the supervisor, one to three plain words.
std::string startScript(const LaunchPlan& plan, const std::string& shell = "sh");
struct StartAnswer {
    bool startedNow = false;  ///< false: an earlier start had taken it
    std::int64_t pid = 0;     ///< the supervisor's; 0 where it is not recorded
    std::uint64_t startTime = 0;
    std::string bootId;
};
Result<StartAnswer> parseStart(std::string_view out);

/// Takes the lock of startScript and keeps it: a start whose answer was lost, and which may still be on its way, then
/// does nothing. The answer: whether no supervisor has the run nor ever will; false: a start has taken it.
std::string preventScript(const std::string& hostFolder, const std::string& run);
Result<bool> parsePrevent(std::string_view out);

/// One look at many runs in one round trip.
std::string pollScript(const std::string& hostFolder, const std::vector<std::string>& runs);
Result<HostEvidence> parsePoll(std::string_view out);

/// Sets the cancel mark and wakes the supervisor, which ends the run and records it; where the supervisor is dead but
/// the machine has not been rebooted, a new one is started that ends what is left and records it (Failed: it could not
/// be). Returns at once: the verdict comes by polling.
std::string cancelScript(const std::string& hostFolder, const std::vector<std::string>& runs,
                         const std::string& shell = "sh");
enum class CancelOutcome { Signaled, TakenOver, AlreadyEnded, NotStarted, LostToReboot, NoFolder, Failed };
struct CancelAnswer {
    std::string run;
    CancelOutcome outcome = CancelOutcome::NoFolder;
};
Result<std::vector<CancelAnswer>> parseCancel(std::string_view out);

/// Ends what runs whose supervisors are gone have left running, known by their id in the environment: TERM at the first
/// call, KILL from `graceSeconds` later on. Returns at once; ask again until nothing is left. Whoever asks goes on
/// where another stopped; asking for a run that has nothing left does nothing.
std::string sweepScript(const std::string& hostFolder, const std::vector<std::string>& runs, double graceSeconds = 10);
struct SweepAnswer {
    std::string run;
    bool ended = false;              ///< something was there and is not any more
    std::int64_t seconds = 0;        ///< since TERM, where something is left
    std::vector<std::int64_t> left;  ///< processes
};
Result<std::vector<SweepAnswer>> parseSweep(std::string_view out);

/// The queue of the host: how many runs go on at once (`slotsScript(folder, n)` sets it; waiting runs obey at once),
/// who has a slot or GPUs and who waits, in order.
std::string slotsScript(const std::string& hostFolder, int slots);
std::string queueScript(const std::string& hostFolder);
struct LeasedGpu {
    int index = -1;
    std::string uuid;
};
struct QueuedRun {
    std::string run;
    std::string name;   ///< plain text
    double since = 0;   ///< seconds since 1970 on the host: of its start, or of its coming; 0: not known
    int gpusAsked = 0;  ///< 0: it needs a slot
    int priority = 0;
    std::vector<LeasedGpu> gpus;  ///< that it has
    std::string reason;           ///< why it waits; plain text
};
struct QueueAnswer {
    int slots = 1;
    std::vector<std::string> running;       ///< UUIDs that hold a slot or GPUs
    std::vector<std::string> waiting;       ///< UUIDs, the next first: those for slots, then those for GPUs
    std::map<std::string, QueuedRun> runs;  ///< each of them
};
Result<QueueAnswer> parseQueue(std::string_view out);

/// Bytes that this user can still write in the host's folder, or in the nearest one above it that is there.
std::string roomScript(const std::string& hostFolder);
Result<std::uint64_t> parseRoom(std::string_view out);

/// The supervisor's text and the name it has on a host (with the hash of the text).
std::string supervisorText();
std::string supervisorName();

}  // namespace flambeau::launch
