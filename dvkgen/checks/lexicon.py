"""Words of two syllables and words that are said twice: what keeps a repeated word from being a slip."""

from __future__ import annotations

REDUPLICATED = """
    ai ào ầm ba bảy bốn bước cao càng chậm chiều chín chung chuyên cứ dần đâu đều đêm đỏ đời đông gần gì hai hay hằng
    khéo khẽ lâu lớp luôn mãi mười năm ngành ngày người nhanh nhà nhỏ nơi riêng rất sáng sáu sớm song sâu tám tầng
    tháng thấp thường to tối từ từng vù vừa vui xa xanh rưng đăm khăng mừng tủi hàng bản thôn xóm ngõ đùng lù chăm đinh
    phăng thao ngùn lâng bon vèo
"""
"""Words that are said twice."""
COMPOUNDS = """
    ủy:quyền bảo:vệ vệ:sinh quy:trình lộ:trình trình:duyệt trình:hội người:dân dân:chủ bà:con con:cháu hộ:khẩu cấp:ủy
    an:ninh an:toàn an:sinh ban:hành bản:sắc bản:thân bản:chất bộ:máy bộ:phận bộ:đội cán:bộ cấp:ủy cấp:trên cấp:bách
    chi:bộ chi:ủy chi:tiết chi:phí chi:đoàn chính:quyền chính:trị chính:sách chính:phủ chính:thức chính:xác chủ:động
    chủ:thể chủ:trì chủ:tịch chủ:trương chủ:yếu chức:năng chức:vụ chức:danh chức:trách chức:sắc công:tác công:an
    công:chức công:dân công:nghệ công:nhân công:trình công:khai công:bố dân:chủ dân:vận dân:cư dân:tộc dân:phố dân:quân
    dân:sinh dân:số dân:gian dân:trí dẫn:đến dẫn:đầu đảng:ủy đảng:viên đảng:bộ đảng:phí đầu:tư đề:xuất đề:nghị đề:án
    địa:phương địa:bàn địa:chỉ điểm:mới điểm:mạnh điểm:yếu định:hướng định:kỳ đoàn:thể đoàn:viên đoàn:kết động:viên
    động:lực động:thái động:tác động:cơ đồng:bào đồng:chí đồng:thời giải:quyết giải:pháp giải:phóng giải:thích giao:thông
    hành:chính hành:động hành:vi hiện:đại hiện:nay hiện:có hiện:tại hiện:trạng hiện:thực hiện:vật hiện:hành hóa:đơn
    học:sinh học:tập học:viên hội:viên hội:nghị hội:đồng hội:thi hội:trường hội:họp hội:nhập hợp:tác hợp:lý hợp:pháp
    hợp:đồng hướng:dẫn kết:quả kết:hợp kết:nối kết:luận kết:nạp lực:lượng lý:luận lý:do lý:tưởng năng:lực năng:suất
    năng:động nghị:quyết nghị:định nhân:dân nhân:rộng nhân:viên nhân:sự nhân:lực nhân:văn nhân:đạo nhân:ái phát:triển
    phát:huy phát:động phát:hiện phát:hành phong:trào phong:cách phong:tục phòng:chống phòng:ngừa quan:trọng quan:tâm
    quan:hệ quan:điểm quan:sát quan:niệm quy:định quy:trình quy:mô quy:chế quyết:định quyết:tâm quyết:liệt sản:xuất
    sản:phẩm sinh:hoạt sinh:viên sinh:sống sinh:thái sinh:kế số:liệu số:lượng số:hóa sở:hữu sở:tại tác:động tác:phẩm
    tác:phong tâm:huyết tập:thể tập:trung tập:huấn thành:lập thành:phố thành:tích thành:viên thành:công thành:phần
    thành:ủy thành:tựu tham:gia tham:mưu tham:quan thể:hiện thể:thao thể:thức thể:dục thi:đua thi:hành thông:tin
    thông:qua thông:báo thực:hiện thực:tế thực:tiễn thực:trạng thực:phẩm thực:chất thực:hành tin:tưởng tin:học tiêu:chí
    tiêu:chuẩn tiêu:biểu toàn:dân toàn:diện toàn:xã toàn:phường toàn:tỉnh toàn:thể toàn:bộ toàn:quốc toàn:thành
    toàn:đảng toàn:hệ toàn:đoàn toàn:khối toàn:khu toàn:ngành toàn:thôn tổ:chức tổ:dân tổ:trưởng tổ:quốc trí:thức
    trí:tuệ trình:độ trình:bày trọng:tâm trọng:điểm trưởng:thành trưởng:ban trưởng:đoàn trưởng:phòng trưởng:thôn
    trường:hợp trường:học tư:tưởng tư:pháp tư:vấn tư:nhân ủy:ban ủy:viên vận:động vận:hành vận:tải vận:dụng vi:phạm
    viên:chức văn:hóa văn:bản văn:minh văn:phòng văn:nghệ xã:hội xã:viên thường:trực trực:tiếp trực:thuộc trực:tuyến
    mô:hình hình:thành hình:thức hình:ảnh giao:thông thông:suốt cộng:đồng đồng:tình đồng:thuận đồng:bộ tuyên:truyền
    truyền:thống truyền:thông quan:tâm tâm:tư tâm:lý phân:công công:việc giải:ngân ngân:sách ngân:hàng đại:biểu
    biểu:quyết biểu:dương biểu:mẫu công:nhân nhân:dịp giám:sát tự:quản quản:lý hỗ:trợ trợ:giúp trợ:cấp tờ:trình
    phát:thanh thanh:niên thanh:tra an:toàn xây:dựng dựng:đảng bảo:đảm đảm:bảo nhiệm:vụ vụ:việc kinh:tế tế:bào
    môi:trường trường:học cơ:quan cơ:sở tổ:hợp hợp:tác_xã chính:quyền quyền:lợi quyền:hạn phối:hợp kế:hoạch hoạch:định
    kiểm:tra tra:cứu nghĩa:vụ dịch:vụ công:vụ nông:dân công:dân nhân:dân cư:dân quốc:dân nông:nghiệp doanh:nghiệp
    nghiệp:vụ học:tập tập:quán thực:hành hành:trình trình:tự tự:nguyện tự:giác tự:hào phong:phú phú:quý báo:cáo
    cáo:trạng chỉ:đạo đạo:đức lãnh:đạo giáo:dục thể:dục dục:vọng tập:thể cá:thể cụ:thể thể:lệ đoàn:viên hội:viên
    đảng:viên thành:viên viên:mãn giáo:viên tiêu:chí chí:thư ý:chí chí:hướng đồng:chí hưởng:ứng ứng:dụng ứng:xử
    phản:ánh ánh:sáng đề:xuất xuất:sắc xuất:bản sản:xuất xuất:khẩu bình:đẳng đẳng:cấp nâng:cấp cung:cấp cấp:phát
    tổng:kết sơ:kết kết:thúc liên:kết cam:kết đổi:mới mới:mẻ xã:phường khu:phố phố:phường lịch:sử sử:dụng tận:dụng
    áp:dụng dụng:cụ phục:vụ nội:dung dung:lượng chất:lượng lượng:hóa số:hóa chuyển:hóa hóa:chất hóa:giải hòa:giải
    hài:hòa hòa:bình bình:xét thi:công khởi:công công:cộng kỷ:luật pháp:luật luật:sư điều:hành thi:hành hành:lang
    tín:nhiệm trách:nhiệm nhiệm:kỳ định:kỳ kỳ:họp thời:kỳ họp:báo niềm:tin thông:tin hạ:tầng tầng:lớp hoàn:thành
    thành:quả kết:quả hiệu:quả quả:thực sức:mạnh mạnh:mẽ vững:mạnh lành:mạnh đoàn:kết vận:động hoạt:động lao:động
    phát:động chủ:động động:lòng an:ninh ninh:bình trật:tự tự:do tự:lực nguồn:lực năng:lực nỗ:lực lực:đẩy
"""
"""Compound words: where one ends and the next begins with the same word, nothing is doubled (`an toàn toàn phường`)."""
