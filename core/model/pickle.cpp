// SPDX-License-Identifier: GPL-3.0-or-later
// long: one machine of some sixty opcodes; taken apart it would be harder to check against pickletools.
#include "pickle.h"

#include <cstring>
#include <limits>
#include <optional>
#include <unordered_map>

#include "flambeau/base/strings.h"
#include "pickle_globals.h"

namespace flambeau::model {
namespace {

constexpr std::size_t kMaxValues = 4'000'000;  // in the arena, on the stack, and copied between containers
constexpr std::size_t kMaxRank = 64;
constexpr std::size_t kMaxStorageKey = 100;

using Kind = PickleValue::Kind;

}  // namespace

/// Runs the opcodes. The first error sticks: from then on every read gives nothing and the loop ends.
class PickleMachine {
public:
    PickleMachine(Unpickler& owner, std::string_view bytes) : m_owner(owner), m_bytes(bytes) {}

    Result<PickleRef> run(std::size_t& used) {
        while (!m_error) {
            const auto opcode = static_cast<unsigned char>(*take(1).data());
            if (m_error)
                break;
            if (opcode == '.') {
                used = m_at;
                PickleRef top = pop();
                if (m_error)
                    break;
                return top;
            }
            if (!scalar(opcode) && !text(opcode) && !container(opcode) && !stackAndMemo(opcode) && !object(opcode))
                failCorrupt("its pickle has the unknown opcode " + std::to_string(opcode) + ".");
        }
        return *m_error;
    }

private:
    // --- reading and failing
    void fail(ErrorCode code, const std::string& what, std::string hint) {
        if (!m_error)
            m_error = Error{code, m_owner.m_name + " " + what, std::move(hint), ""};
    }
    void failCorrupt(const std::string& what) {
        fail(ErrorCode::Corrupt, "is damaged: " + what, "Download or copy the file again.");
    }
    void failGlobal(const std::string& name) {
        fail(ErrorCode::Unsupported,
             "holds the Python object '" + toPlainText(name.substr(0, 200)) + "', which Flambeau does not load.",
             "Flambeau runs nothing from a file of weights. In Python, save the state dict alone: "
             "torch.save(model.state_dict(), \"weights.pth\").");
    }
    /// The next `count` bytes; a byte of zero with an error set where they are not there.
    std::string_view take(std::size_t count) {
        static constexpr char nothing[8] = {};
        if (m_error || count > m_bytes.size() - m_at) {
            fail(ErrorCode::Corrupt, "is cut off: its pickle ends in the middle.",
                 "Download or copy the file again and compare its size.");
            return {nothing, 0};
        }
        const std::string_view bytes = m_bytes.substr(m_at, count);
        m_at += count;
        return bytes;
    }
    template <class T>
    T number() {
        T value{};
        const std::string_view bytes = take(sizeof(T));
        if (bytes.size() == sizeof(T))
            std::memcpy(&value, bytes.data(), sizeof(T));
        return value;
    }
    std::string_view line() {
        const std::size_t end = m_bytes.find('\n', m_at);
        const std::string_view found = take(end == std::string_view::npos ? m_bytes.size() : end - m_at + 1);
        return found.empty() ? found : found.substr(0, found.size() - 1);
    }

    // --- values and the stack
    PickleValue& make(Kind kind) {
        if (m_owner.m_arena.size() >= kMaxValues)
            fail(ErrorCode::Unsupported, "holds more objects than a file of weights does.", "Name a file of weights.");
        if (m_error)
            return m_scrap;
        m_owner.m_arena.emplace_back().kind = kind;
        return m_owner.m_arena.back();
    }
    PickleValue& push(Kind kind) {
        PickleValue& value = make(kind);
        pushRef(&value);
        return value;
    }
    void pushRef(PickleRef value) {
        if (m_stack.size() >= kMaxValues)
            failCorrupt("its pickle stacks values without end.");
        if (!m_error)
            m_stack.push_back(value);
    }
    PickleRef pop() {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
            failCorrupt("its pickle takes a value that is not there.");
        if (m_error)
            return &m_scrap;
        PickleRef value = m_stack.back();
        m_stack.pop_back();
        return value;
    }
    /// The values above the last mark, which goes.
    std::vector<PickleRef> popMark() {
        if (m_marks.empty())
            failCorrupt("its pickle takes a mark that is not there.");
        if (m_error)
            return {};
        const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        m_marks.pop_back();
        std::vector<PickleRef> values(from, m_stack.end());
        m_stack.erase(from, m_stack.end());
        return values;
    }
    PickleRef top(std::initializer_list<Kind> kinds) {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) {
            failCorrupt("its pickle fills a container that is not there.");
            return &m_scrap;
        }
        for (const Kind kind : kinds) {
            if (m_stack.back()->kind == kind)
                return m_stack.back();
        }
        failCorrupt("its pickle fills something that is no container.");
        return &m_scrap;
    }
    bool countWork(std::size_t amount) {
        m_work += amount;
        if (m_work > kMaxValues)
            failCorrupt("its pickle copies values without end.");
        return !m_error;
    }

    // --- opcodes, by family; each answers whether the opcode was one of its own
    bool scalar(unsigned char opcode) {
        switch (opcode) {
            case 'N':
                push(Kind::None);
                return true;
            case 0x88:
            case 0x89:
                push(Kind::Bool).integer = opcode == 0x88;
                return true;
            case 'J':
                pushInt(number<std::int32_t>());
                return true;
            case 'K':
                pushInt(number<std::uint8_t>());
                return true;
            case 'M':
                pushInt(number<std::uint16_t>());
                return true;
            case 0x8a:
                pushLong(take(number<std::uint8_t>()));
                return true;
            case 0x8b:
                pushLong(take(number<std::uint32_t>()));
                return true;
            case 'I':
            case 'L':
                pushDecimal(line());
                return true;
            case 'F':
                push(Kind::Float).real = parseDouble(line()).value_or(0);
                return true;
            case 'G':
                pushBigEndianDouble(number<std::uint64_t>());
                return true;
            default:
                return false;
        }
    }
    void pushInt(std::int64_t value) { push(Kind::Int).integer = value; }
    /// Two's complement, little-endian, of any length.
    void pushLong(std::string_view bytes) {
        if (bytes.size() > 8) {
            push(Kind::Opaque).text = std::string(bytes.substr(0, 64));
            return;
        }
        const bool negative = !bytes.empty() && (static_cast<unsigned char>(bytes.back()) & 0x80);
        std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            value = (value << 8) | static_cast<unsigned char>(bytes[i]);
        pushInt(static_cast<std::int64_t>(value));
    }
    void pushDecimal(std::string_view digits) {
        if (digits == "00" || digits == "01") {
            push(Kind::Bool).integer = digits == "01";
            return;
        }
        if (!digits.empty() && digits.back() == 'L')
            digits.remove_suffix(1);
        if (const auto value = parseInt(digits))
            pushInt(*value);
        else
            push(Kind::Opaque);
    }
    void pushBigEndianDouble(std::uint64_t bits) {
        bits = __builtin_bswap64(bits);
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        push(Kind::Float).real = value;
    }

    bool text(unsigned char opcode) {
        switch (opcode) {
            case 'X':
                pushText(Kind::Text, take(number<std::uint32_t>()));
                return true;
            case 0x8c:
            case 'U':  // Python 2's byte strings were its names
                pushText(Kind::Text, take(number<std::uint8_t>()));
                return true;
            case 0x8d:
                pushText(Kind::Text, take(number<std::uint64_t>()));
                return true;
            case 'T':
                pushText(Kind::Text, take(number<std::uint32_t>()));
                return true;
            case 'V':
                pushText(Kind::Text, line());
                return true;
            case 'S': {
                std::string_view quoted = line();
                if (quoted.size() >= 2)
                    quoted = quoted.substr(1, quoted.size() - 2);
                pushText(Kind::Text, quoted);
                return true;
            }
            case 'B':
                pushText(Kind::Bytes, take(number<std::uint32_t>()));
                return true;
            case 'C':
                pushText(Kind::Bytes, take(number<std::uint8_t>()));
                return true;
            case 0x8e:
            case 0x96:
                pushText(Kind::Bytes, take(number<std::uint64_t>()));
                return true;
            default:
                return false;
        }
    }
    void pushText(Kind kind, std::string_view bytes) { push(kind).text = std::string(bytes); }

    bool container(unsigned char opcode) {
        switch (opcode) {
            case '}':
                push(Kind::Dict);
                return true;
            case ']':
                push(Kind::List);
                return true;
            case ')':
                push(Kind::Tuple);
                return true;
            case 0x8f:
                push(Kind::Opaque);
                return true;
            case 'd':
            case 'l':
            case 't':
                pushFrom(opcode == 'd' ? Kind::Dict : opcode == 'l' ? Kind::List : Kind::Tuple, popMark());
                return true;
            case 0x91:
                popMark();
                push(Kind::Opaque);
                return true;
            case 0x85:
            case 0x86:
            case 0x87:
                pushShortTuple(static_cast<std::size_t>(opcode - 0x84));
                return true;
            case 'a': {
                PickleRef item = pop();
                top({Kind::List, Kind::Opaque})->items.push_back(item);
                return true;
            }
            case 'e':
            case 0x90: {
                const auto values = popMark();
                auto& items = top({Kind::List, Kind::Opaque})->items;
                items.insert(items.end(), values.begin(), values.end());
                return true;
            }
            case 's': {
                PickleRef value = pop(), key = pop();
                top({Kind::Dict})->entries.emplace_back(key, value);
                return true;
            }
            case 'u': {
                const auto values = popMark();
                fillDict(*top({Kind::Dict}), values);
                return true;
            }
            default:
                return false;
        }
    }
    void fillDict(PickleValue& dict, const std::vector<PickleRef>& values) {
        if (values.size() % 2 != 0)
            failCorrupt("its pickle has a key without a value.");
        for (std::size_t i = 0; i + 1 < values.size(); i += 2)
            dict.entries.emplace_back(values[i], values[i + 1]);
    }
    void pushFrom(Kind kind, std::vector<PickleRef> values) {
        PickleValue& made = push(kind);
        if (kind == Kind::Dict)
            fillDict(made, values);
        else
            made.items = std::move(values);
    }
    void pushShortTuple(std::size_t count) {
        std::vector<PickleRef> values(count);
        for (std::size_t i = count; i-- > 0;)
            values[i] = pop();
        pushFrom(Kind::Tuple, std::move(values));
    }

    bool stackAndMemo(unsigned char opcode) {
        switch (opcode) {
            case 0x80:
                if (number<std::uint8_t>() > 5)
                    fail(ErrorCode::Unsupported, "uses a pickle protocol newer than 5.",
                         "Save it with an older Python.");
                return true;
            case 0x95:  // a frame's length: only a hint for buffering
                number<std::uint64_t>();
                return true;
            case '(':
                if (m_marks.size() >= kMaxValues)
                    failCorrupt("its pickle marks without end.");
                m_marks.push_back(m_stack.size());
                return true;
            case '0':
                if (!m_marks.empty() && m_stack.size() == m_marks.back())
                    m_marks.pop_back();
                else
                    pop();
                return true;
            case '1':
                popMark();
                return true;
            case '2': {
                PickleRef value = pop();
                pushRef(value);
                pushRef(value);
                return true;
            }
            case 'p':
                remember(static_cast<std::uint64_t>(parseInt(line()).value_or(0)));
                return true;
            case 'q':
                remember(number<std::uint8_t>());
                return true;
            case 'r':
                remember(number<std::uint32_t>());
                return true;
            case 0x94:
                remember(m_memo.size());
                return true;
            case 'g':
                recall(static_cast<std::uint64_t>(parseInt(line()).value_or(-1)));
                return true;
            case 'h':
                recall(number<std::uint8_t>());
                return true;
            case 'j':
                recall(number<std::uint32_t>());
                return true;
            default:
                return false;
        }
    }
    void remember(std::uint64_t index) {
        if (m_stack.empty())
            failCorrupt("its pickle remembers a value that is not there.");
        if (!m_error && countWork(1))
            m_memo[index] = m_stack.back();
    }
    void recall(std::uint64_t index) {
        const auto found = m_memo.find(index);
        if (found == m_memo.end())
            failCorrupt("its pickle recalls a value that it never remembered.");
        if (!m_error)
            pushRef(found->second);
    }

    bool object(unsigned char opcode) {
        switch (opcode) {
            case 'c': {
                const std::string module(line());
                pushGlobal(module, std::string(line()));
                return true;
            }
            case 0x93: {
                PickleRef name = pop(), module = pop();
                pushGlobal(module->text, name->text);
                return true;
            }
            case 'i': {  // an old way to call: only its name is looked at, and refused
                const std::string module(line());
                failGlobal(module + "." + std::string(line()));
                return true;
            }
            case 'R':
            case 0x81: {
                PickleRef arguments = pop(), function = pop();
                if (!m_error)
                    reduce(*function, *arguments);
                return true;
            }
            case 'b': {  // attributes of an object (a dict's _metadata): nothing of a weight is in them
                pop();
                PickleRef target = pop();
                if (!m_error && target->kind != Kind::Dict && target->kind != Kind::Opaque &&
                    target->kind != Kind::Tensor)
                    failCorrupt("its pickle sets attributes of something that has none.");
                pushRef(target);
                return true;
            }
            case 'Q':
                pushStorage(*pop());
                return true;
            case 'o':
            case 'P':
            case 0x82:
            case 0x83:
            case 0x84:
            case 0x92:
            case 0x97:
            case 0x98:
                fail(ErrorCode::Unsupported, "uses a form of pickle that PyTorch does not write.",
                     "Save the state dict again with torch.save.");
                return true;
            default:
                return false;
        }
    }
    void pushGlobal(const std::string& module, const std::string& name) {
        const std::string full = module + "." + name;
        if (!m_error && !knownGlobal(full))
            failGlobal(full);
        push(Kind::Global).text = full;
    }

    /// What a call of a known global with these arguments stands for. Nothing is called.
    void reduce(const PickleValue& function, const PickleValue& arguments) {
        const auto global = function.kind == Kind::Global ? knownGlobal(function.text) : std::optional<PickleGlobal>();
        if (!global || arguments.kind != Kind::Tuple) {
            failCorrupt("its pickle calls something that is no function.");
            return;
        }
        switch (*global) {
            case PickleGlobal::OrderedDict:
                pushOrderedDict(arguments.items);
                return;
            case PickleGlobal::RebuildTensor:
                pushTensor(arguments.items, 4);
                return;
            case PickleGlobal::RebuildTensorV2:
                pushTensor(arguments.items, 6);
                return;
            case PickleGlobal::RebuildParameter:
                if (arguments.items.empty() || arguments.items[0]->kind != Kind::Tensor)
                    failCorrupt("a parameter in it is no tensor.");
                else
                    pushRef(arguments.items[0]);
                return;
            case PickleGlobal::Size:
                if (arguments.items.size() == 1 && arguments.items[0]->kind == Kind::Tuple)
                    pushRef(arguments.items[0]);
                else
                    failCorrupt("a size in it is no tuple.");
                return;
            case PickleGlobal::StorageType:
            case PickleGlobal::Harmless:
                push(Kind::Opaque);
                return;
        }
    }
    void pushOrderedDict(const std::vector<PickleRef>& arguments) {
        PickleValue& dict = push(Kind::Dict);
        if (arguments.empty())
            return;
        if (!countWork(arguments[0]->items.size()))
            return;
        for (PickleRef pair : arguments[0]->items) {
            if ((pair->kind != Kind::Tuple && pair->kind != Kind::List) || pair->items.size() != 2) {
                failCorrupt("an ordered dict in it is not made of pairs.");
                return;
            }
            dict.entries.emplace_back(pair->items[0], pair->items[1]);
        }
    }
    /// torch's persistent id: ('storage', type, key, device, elements), with a view of it behind in old files.
    void pushStorage(const PickleValue& id) {
        if (m_error)
            return;
        const auto& items = id.items;
        const bool plain = id.kind == Kind::Tuple && items.size() >= 5 && items[0]->text == "storage" &&
                           items[1]->kind == Kind::Global && items[2]->kind == Kind::Text &&
                           items[2]->text.size() <= kMaxStorageKey && items[4]->kind == Kind::Int &&
                           items[4]->integer >= 0 && items[4]->integer < (std::int64_t{1} << 48);
        const auto type = plain ? storageType(items[1]->text) : std::nullopt;
        if (!type) {
            fail(ErrorCode::Unsupported, "refers to something else than plain storages of numbers.",
                 "Save the state dict alone: torch.save(model.state_dict(), \"weights.pth\").");
            return;
        }
        auto view = std::make_unique<TensorView>();
        view->storage = items[2]->text;
        view->type = *type;
        view->storageCount = static_cast<std::uint64_t>(items[4]->integer);
        if (items.size() > 5 && items[5]->kind == Kind::Tuple) {
            const auto& part = items[5]->items;  // (key, offset, size)
            if (part.size() != 3 || part[1]->kind != Kind::Int || part[1]->integer < 0) {
                failCorrupt("a view in it is malformed.");
                return;
            }
            view->offset = static_cast<std::uint64_t>(part[1]->integer);
        }
        const auto [known, fresh] =
            m_owner.m_storages.emplace(view->storage, std::pair(view->type, view->storageCount));
        if (!fresh && sizeOf(known->second.first) * known->second.second != sizeOf(view->type) * view->storageCount)
            failCorrupt("it describes one storage in two ways.");
        push(Kind::Storage).view = std::move(view);
    }
    std::optional<std::vector<std::int64_t>> sizes(const PickleValue& value) {
        std::vector<std::int64_t> list;
        bool good = (value.kind == Kind::Tuple || value.kind == Kind::List) && value.items.size() <= kMaxRank;
        for (std::size_t i = 0; good && i < value.items.size(); ++i) {
            good = value.items[i]->kind == Kind::Int && value.items[i]->integer >= 0;
            list.push_back(value.items[i]->integer);
        }
        return good ? std::optional(list) : std::nullopt;
    }
    void pushTensor(const std::vector<PickleRef>& arguments, std::size_t atLeast) {
        const bool plain = arguments.size() >= atLeast && arguments[0]->kind == Kind::Storage &&
                           arguments[1]->kind == Kind::Int && arguments[1]->integer >= 0;
        const auto shape = plain ? sizes(*arguments[2]) : std::nullopt;
        const auto strides = plain ? sizes(*arguments[3]) : std::nullopt;
        if (!shape || !strides || shape->size() != strides->size() ||
            arguments[1]->integer > std::numeric_limits<std::int64_t>::max() / 4) {
            failCorrupt("a tensor in it is malformed.");
            return;
        }
        const TensorView& storage = *arguments[0]->view;
        auto view = std::make_unique<TensorView>(storage);
        view->offset += static_cast<std::uint64_t>(arguments[1]->integer);
        view->shape = *shape;
        view->strides = *strides;
        push(Kind::Tensor).view = std::move(view);
    }

    Unpickler& m_owner;
    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::size_t m_work = 0;
    std::vector<PickleRef> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, PickleRef> m_memo;
    std::optional<Error> m_error;
    PickleValue m_scrap;  ///< what failed calls write into
};

Result<PickleRef> Unpickler::load(std::string_view bytes, std::size_t& used) {
    return PickleMachine(*this, bytes).run(used);
}

}  // namespace flambeau::model
