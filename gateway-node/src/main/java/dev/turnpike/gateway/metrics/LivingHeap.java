package dev.turnpike.gateway.metrics;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How much of the heap's old generation lived through its last collection. Collections that leave the old generation alone do
 * not count: they let what died in it look alive. Thread-safe.
 */
final class LivingHeap implements AutoCloseable {
    private final NotificationListener listener = (notification, nothing) -> see(notification);
    private final List<NotificationEmitter> heard = new ArrayList<>();
    private final Set<String> old;
    private volatile double ratio;

    LivingHeap() {
        // Only pools in which things grow old have a threshold.
        this.old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toUnmodifiableSet());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter
                    && List.of(collector.getMemoryPoolNames()).stream().anyMatch(old::contains)) {
                emitter.addNotificationListener(listener, /* filter= */ null, /* handback= */ null);
                heard.add(emitter);
            }
        }
    }

    /** From 0 to 1; 0 before the first collection. */
    double ratio() {
        return ratio;
    }

    private void see(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            Map<String, MemoryUsage> after =
                    GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc();
            List<MemoryUsage> usages =
                    old.stream().filter(after::containsKey).map(after::get).toList();
            long used = usages.stream().mapToLong(MemoryUsage::getUsed).sum();
            long max = usages.stream().mapToLong(MemoryUsage::getMax).sum();
            ratio = max > 0 ? (double) used / max : 0;
        }
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : heard) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException gone) {
                // It was not heard any more.
            }
        }
    }
}
