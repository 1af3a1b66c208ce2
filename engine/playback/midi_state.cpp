#include "engine/playback/midi_state.h"

#include <algorithm>

namespace partita::playback {
namespace {

enum Controller : std::uint8_t {
    kBankMsb = 0, kModulation = 1, kDataEntryMsb = 6, kVolume = 7, kBalance = 8, kPan = 10, kExpression = 11, kBankLsb = 32,
    kDataEntryLsb = 38, kDamper = 64, kSostenuto = 66, kHold2 = 69, kSoundFirst = 70, kSoundLast = 79, kEffectsFirst = 91, kReverbSend = 91,
    kEffectsLast = 95, kIncrement = 96, kNrpnLsb = 98, kNrpnMsb = 99, kRpnLsb = 100, kRpnMsb = 101, kAllSoundOff = 120,
    kResetControllers = 121, kAllNotesOff = 123,
};

constexpr std::array kPedals{kDamper, kSostenuto, kHold2};
constexpr std::int16_t kBendCenter = 0x2000;
/// Two semitones; no detuning.
constexpr std::array<std::int16_t, ChannelState::kParameters> kParameterDefaults{2 << 7, 0x2000, 64 << 7};

/// What General MIDI receivers start with.
std::int8_t defaultOf(int controller)
{
    switch (controller) {
    case kVolume: return 100;
    case kExpression: return 127;
    case kBalance:
    case kPan: return 64;
    case kReverbSend: return kDefaultReverbSend;
    default: return controller >= kSoundFirst && controller <= kSoundLast ? 64 : 0;
    }
}

/// Data entry and its address are followed as parameters, mode messages are acts: neither is a value to restore.
bool isValue(int controller)
{
    return controller < kAllSoundOff && !(controller >= kIncrement && controller <= kRpnMsb) && controller != kDataEntryMsb
        && controller != kDataEntryLsb;
}

/// "Reset all controllers" leaves the mix alone (MIDI recommended practice 15).
bool survivesReset(int controller)
{
    return controller == kBankMsb || controller == kBankLsb || controller == kVolume || controller == kPan
        || (controller >= kSoundFirst && controller <= kSoundLast) || (controller >= kEffectsFirst && controller <= kEffectsLast);
}

/// Where data entry goes. 127/127: nowhere.
struct Address {
    bool registered;
    int msb, lsb;
    friend bool operator==(const Address&, const Address&) = default;
};

Address addressOf(const ChannelState& channel)
{
    const auto part = [&](int controller) {
        const int value = channel.controllers[static_cast<std::size_t>(controller)];
        return value >= 0 ? value : 127;
    };
    return channel.registered ? Address{true, part(kRpnMsb), part(kRpnLsb)} : Address{false, part(kNrpnMsb), part(kNrpnLsb)};
}

void applyController(ChannelState& channel, std::uint8_t controller, std::uint8_t value)
{
    channel.controllers[controller] = static_cast<std::int8_t>(value);
    switch (controller) {
    case kRpnLsb:
    case kRpnMsb: channel.registered = true; break;
    case kNrpnLsb:
    case kNrpnMsb: channel.registered = false; break;
    case kDataEntryMsb:
    case kDataEntryLsb:
        if (const Address address = addressOf(channel); address.registered && address.msb == 0 && address.lsb < ChannelState::kParameters) {
            auto& parameter = channel.parameters[static_cast<std::size_t>(address.lsb)];
            const int old = parameter >= 0 ? parameter : kParameterDefaults[static_cast<std::size_t>(address.lsb)];
            parameter = static_cast<std::int16_t>(controller == kDataEntryMsb ? (value << 7) | (old & 0x7f) : (old & 0x3f80) | value);
        }
        break;
    case kResetControllers:
        for (int i = 0; i < kAllSoundOff; ++i)
            if (!survivesReset(i))
                channel.controllers[static_cast<std::size_t>(i)] = -1;
        channel.registered = true;
        channel.bend = -1;
        channel.pressure = -1;
        break;
    default:
        if (controller == kAllSoundOff || controller >= kAllNotesOff)
            channel.velocity.fill(0);
    }
}

/// One channel's part of a difference.
class ChannelDifference {
public:
    ChannelDifference(const ChannelState& from, const ChannelState& to, int channel, Receiver& receiver)
        : m_from(from), m_to(to), m_channel(channel), m_receiver(receiver)
    {
    }

    void endNotes() const
    {
        for (int pitch = 0; pitch < 128; ++pitch)
            if (held(m_from, pitch) && !held(m_to, pitch))
                send(0x80, pitch, 64);
    }
    void changeValues() const
    {
        changeProgram();
        for (int i = 0; i < kAllSoundOff; ++i)
            if (isValue(i) && i != kBankMsb && i != kBankLsb && controllerDiffers(i))
                send(0xb0, i, controller(i));
        changeParameters();
        if (differs(m_from.bend, m_to.bend, kBendCenter)) {
            const int bend = told(m_to.bend, kBendCenter);
            send(0xe0, bend & 0x7f, bend >> 7);
        }
        if (differs(m_from.pressure, m_to.pressure, 0))
            send(0xd0, told(m_to.pressure, 0));
    }
    void startNotes() const
    {
        for (int pitch = 0; pitch < 128; ++pitch)
            if (held(m_to, pitch) && !held(m_from, pitch))
                send(0x90, pitch, m_to.velocity[static_cast<std::size_t>(pitch)]);
    }

private:
    static bool held(const ChannelState& state, int pitch) { return state.velocity[static_cast<std::size_t>(pitch)] > 0; }
    static int told(int value, int standard) { return value >= 0 ? value : standard; }
    static bool differs(int from, int to, int standard) { return from != to && (to >= 0 || from != standard); }
    static int value(const ChannelState& state, int i) { return state.controllers[static_cast<std::size_t>(i)]; }
    bool controllerDiffers(int i) const { return differs(value(m_from, i), value(m_to, i), defaultOf(i)); }
    int controller(int i) const { return told(value(m_to, i), defaultOf(i)); }
    void send(int kind, int data1, int data2 = 0) const
    {
        m_receiver.send(channelMessage(static_cast<std::uint8_t>(kind), m_channel, data1, data2));
    }

    /// A bank only counts together with the program that follows it.
    void changeProgram() const
    {
        bool changes = differs(m_from.program, m_to.program, 0);
        for (const int bank : {kBankMsb, kBankLsb}) {
            if (controllerDiffers(bank)) {
                send(0xb0, bank, controller(bank));
                changes = true;
            }
        }
        if (changes)
            send(0xc0, told(m_to.program, 0));
    }
    void changeParameters() const
    {
        bool any = false;
        for (std::size_t i = 0; i < m_to.parameters.size(); ++i) {
            if (!differs(m_from.parameters[i], m_to.parameters[i], kParameterDefaults[i]))
                continue;
            const int wanted = told(m_to.parameters[i], kParameterDefaults[i]);
            send(0xb0, kRpnMsb, 0);
            send(0xb0, kRpnLsb, static_cast<int>(i));
            send(0xb0, kDataEntryMsb, wanted >> 7);
            send(0xb0, kDataEntryLsb, wanted & 0x7f);
            any = true;
        }
        // Data entry that follows must reach what it would have reached in an undisturbed run.
        if (const Address address = addressOf(m_to); any || address != addressOf(m_from)) {
            send(0xb0, address.registered ? kRpnMsb : kNrpnMsb, address.msb);
            send(0xb0, address.registered ? kRpnLsb : kNrpnLsb, address.lsb);
        }
    }

    const ChannelState& m_from;
    const ChannelState& m_to;
    int m_channel;
    Receiver& m_receiver;
};

} // namespace

ChannelState::ChannelState()
    : registered(true), bend(-1), program(-1), pressure(-1)
{
    controllers.fill(-1);
    parameters.fill(-1);
    velocity.fill(0);
}

void MidiState::apply(const Message& message) noexcept
{
    if (message.isReset())
        m_channels.fill(ChannelState());
    if (message.isSysex() || message.isClick())
        return;
    auto& channel = m_channels[static_cast<std::size_t>(message.channel())];
    switch (message.kind()) {
    case 0x80: channel.velocity[message.data1] = 0; break;
    case 0x90: channel.velocity[message.data1] = message.data2; break;
    case 0xb0: applyController(channel, message.data1, message.data2); break;
    case 0xc0: channel.program = static_cast<std::int8_t>(message.data1); break;
    case 0xd0: channel.pressure = static_cast<std::int8_t>(message.data1); break;
    case 0xe0: channel.bend = static_cast<std::int16_t>(message.data1 | (message.data2 << 7)); break;
    default: break;
    }
}

void MidiState::rest() noexcept
{
    for (auto& channel : m_channels) {
        channel.velocity.fill(0);
        for (const auto pedal : kPedals)
            channel.controllers[pedal] = -1;
    }
}

void MidiState::dropHeldPercussion() noexcept
{
    for (std::size_t i = kPercussionChannel; i < m_channels.size(); i += 16)
        m_channels[i].velocity.fill(0);
}

void MidiState::keepNotesHeldIn(const MidiState& other) noexcept
{
    for (std::size_t i = 0; i < m_channels.size(); ++i)
        for (std::size_t pitch = 0; pitch < 128; ++pitch)
            if (other.m_channels[i].velocity[pitch] == 0)
                m_channels[i].velocity[pitch] = 0;
}

void sendDifference(const MidiState& from, const MidiState& to, Receiver& receiver) noexcept
{
    const auto everywhere = [&](auto act) {
        for (int i = 0; i < kChannels; ++i)
            (ChannelDifference(from.channel(i), to.channel(i), i, receiver).*act)();
    };
    everywhere(&ChannelDifference::endNotes);
    everywhere(&ChannelDifference::changeValues);
    everywhere(&ChannelDifference::startNotes);
}

} // namespace partita::playback
