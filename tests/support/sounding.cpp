#include "tests/support/sounding.h"

#include <QStringList>

#include <algorithm>

namespace partita::test {

void Sounding::take(const playback::Message& message)
{
    const int channel = message.channel();
    if (message.isNoteOn()) {
        ++m_keys[{channel, message.data1}];
    } else if (message.isNoteOff()) {
        int& count = m_keys[{channel, message.data1}];
        count = std::max(count - 1, 0);
    } else if (message.kind() == 0xb0 && (message.data1 == 64 || message.data1 == 66 || message.data1 == 69)) {
        m_pedals[{channel, message.data1}] = message.data2;
    } else if (message.kind() == 0xb0 && message.data1 == 121) {
        std::erase_if(m_pedals, [&](const auto& pedal) { return pedal.first.first == channel; });
    } else if (message.kind() == 0xb0 && (message.data1 == 120 || message.data1 == 123)) {
        std::erase_if(m_keys, [&](const auto& key) { return key.first.first == channel; });
    }
}

QString Sounding::text() const
{
    QStringList words;
    for (const auto& [key, count] : m_keys)
        if (count > 0)
            words << QString("%1:%2").arg(key.first).arg(key.second);
    for (const auto& [pedal, value] : m_pedals)
        if (value >= 64)
            words << QString("%1:pedal").arg(pedal.first);
    return words.join(' ');
}

QString messageText(const playback::Message& message)
{
    if (message.isSysex())
        return QString("sysex %1").arg(message.sysex);
    const bool twoBytes = message.kind() == 0xc0 || message.kind() == 0xd0;
    QString text = QString("%1 %2").arg(message.status, 0, 16).arg(message.data1);
    if (!twoBytes)
        text += QString(" %1").arg(message.data2);
    return message.port > 0 ? QString("port%1 ").arg(message.port) + text : text;
}

QString timelineText(const playback::Timeline& timeline)
{
    QStringList words;
    for (const auto& [frame, message] : timeline.messages())
        if (!message.isClick())
            words << QString("%1 %2").arg(frame.value).arg(messageText(message));
    return words.join(" | ");
}

} // namespace partita::test
